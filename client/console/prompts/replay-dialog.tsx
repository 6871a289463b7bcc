import { useState } from "preact/hooks";
import { MOST_REPLAYED } from "../../../src/protocol/prompt-parts.ts";
import type { PromptsView } from "../../../src/protocol/prompts.ts";
import type { StartReplay } from "../../../src/protocol/replays.ts";
import { Field } from "../enter/field.tsx";
import { useDesk } from "../parts/context.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Problem } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import { type Line, questionsIn } from "./questions-text.ts";

type Props = {
  title: string;
  view: PromptsView;
  /** The version to be tried, which may have to be saved first; null: it could not be. */
  candidate: () => Promise<string | null>;
  onClose: () => void;
};

type From = StartReplay["questions"]["from"];
const SOURCES: Record<From, string> = {
  last: "The newest questions of customers",
  reviewed: "Questions that staff gave a verdict on",
  lines: "A file of questions",
};
const USUAL = 50;

/** Which questions are asked again, and beside what. */
export function ReplayDialog({ title, view, candidate, onClose }: Props) {
  const desk = useDesk();
  const [from, setFrom] = useState<From>("last");
  const [count, setCount] = useState(USUAL);
  const [lines, setLines] = useState<Line[]>([]);
  const [baseline, setBaseline] = useState(view.serving.live);
  const [judge, setJudge] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function start() {
    if (from === "lines" && lines.length === 0) return setProblem("Choose a file of questions first.");
    const version = await candidate();
    if (!version) return onClose();
    const questions = from === "lines" ? { from, lines } : { from, count };
    const asked: StartReplay = { candidate: version, baseline, questions, judge };
    const started = await desk.api.send<{ replayId: string }>("POST", "/replays", asked);
    if (started.ok) desk.go(linkTo(["prompts", "replay", started.value.replayId]));
    else setProblem(started.error.message);
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <p class="hint">Each question is asked twice, once under each version. Customers notice nothing.</p>
      <Questions {...{ from, setFrom, count, setCount }} onLines={setLines} onProblem={setProblem} />
      <Field label="Compare with">
        {(id) => (
          <select id={id} class="input" value={baseline} onChange={(event) => setBaseline(event.currentTarget.value)}>
            {view.versions.map(({ version, note }) => (
              <option key={version} value={version}>
                {version === view.serving.live ? `${version} (live)` : [version, note].filter(Boolean).join(" · ")}
              </option>
            ))}
          </select>
        )}
      </Field>
      {view.model !== null && (
        <label class="tick">
          <input type="checkbox" checked={judge} onChange={(event) => setJudge(event.currentTarget.checked)} /> The
          model grades and compares the answers, too (three to five more calls for each question)
        </label>
      )}
      {problem && <Problem failure={{ message: problem }} />}
      <div class="actions">
        <button type="button" class="button primary" onClick={() => void start()}>
          Start the replay
        </button>
        <button type="button" class="button quiet" onClick={onClose}>
          Not now
        </button>
      </div>
    </Dialog>
  );
}

type QuestionsProps = {
  from: From;
  setFrom: (from: From) => void;
  count: number;
  setCount: (count: number) => void;
  onLines: (lines: Line[]) => void;
  onProblem: (problem: string | null) => void;
};

function Questions({ from, setFrom, count, setCount, onLines, onProblem }: QuestionsProps) {
  const [chosen, setChosen] = useState("");
  async function read(file: File | undefined) {
    const found = file ? questionsIn(await file.text(), MOST_REPLAYED) : { problem: "Choose a file of questions." };
    onLines("lines" in found ? found.lines : []);
    setChosen("lines" in found ? `${found.lines.length} questions` : "");
    onProblem("problem" in found ? found.problem : null);
  }
  return (
    <>
      <Field label="Questions">
        {(id) => (
          <select id={id} class="input" value={from} onChange={(event) => setFrom(event.currentTarget.value as From)}>
            {(Object.keys(SOURCES) as From[]).map((source) => (
              <option key={source} value={source}>
                {SOURCES[source]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {from === "lines" ? (
        <Field
          label="File"
          hint={chosen || 'One JSON object a line with a "question", and perhaps the "answer" that is right.'}
        >
          {(id) => (
            <input
              id={id}
              class="input"
              type="file"
              accept=".jsonl,.ndjson,application/x-ndjson"
              onChange={(event) => void read(event.currentTarget.files?.[0])}
            />
          )}
        </Field>
      ) : (
        <Field label="How many" hint="Fifty show a version that is clearly worse; more tell finer differences apart.">
          {(id) => (
            <input
              id={id}
              class="input short"
              type="number"
              min={1}
              max={MOST_REPLAYED}
              value={count}
              onInput={(event) => setCount(Number(event.currentTarget.value))}
            />
          )}
        </Field>
      )}
    </>
  );
}
