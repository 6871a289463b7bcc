import { useEffect, useState } from "preact/hooks";
import type { ReplayView } from "../../../src/protocol/replays.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Problem, Skeletons } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import { ReplayResultCard } from "./replay-result.tsx";
import { ReplayRows } from "./replay-rows.tsx";
import { PublishDialog } from "./versions.tsx";
import { SOURCE_WORDS } from "./words.ts";

const POLL_MS = 1_000;

export function ReplayPage({ replayId }: { replayId: string }) {
  const { value, failure, reload } = useLoad<ReplayView>(`/replays/${encodeURIComponent(replayId)}`);
  const running = value?.state === "running";
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, POLL_MS);
    return () => clearInterval(timer);
  }, [running, reload]);

  return (
    <div class="page">
      <div class="page-inside studio">
        {failure && <Problem failure={failure} />}
        {!value && !failure && <Skeletons />}
        {value && (
          <>
            <Head replay={value} onChanged={reload} />
            <Progress replay={value} />
            {value.summary && <ReplayResultCard replay={value} summary={value.summary} />}
            <ReplayRows replay={value} />
          </>
        )}
      </div>
    </div>
  );
}

type HeadProps = { replay: ReplayView; onChanged: () => void };

function Head({ replay: { replayId, candidate, baseline, source, state }, onChanged }: HeadProps) {
  const desk = useDesk();
  const [publishing, setPublishing] = useState(false);
  const send = async (verb: "cancel" | "resume") => {
    const result = await desk.api.send("POST", `/replays/${encodeURIComponent(replayId)}/${verb}`);
    if (!result.ok) desk.toasts.say(result.error.message);
    onChanged();
  };
  const may = desk.may("manage-prompts");
  return (
    <header class="page-head">
      <div>
        <h1>Replay</h1>
        <p>
          <span class="version">{candidate}</span> against <span class="version">{baseline}</span> on{" "}
          {SOURCE_WORDS[source] ?? source}
        </p>
      </div>
      <div class="actions">
        <a class="button quiet" href="#/prompts">
          All versions
        </a>
        <a class="button" href={linkTo(["prompts", "compare", baseline, candidate])}>
          What changed
        </a>
        {may && state === "running" && (
          <button type="button" class="button danger" onClick={() => void send("cancel")}>
            Cancel
          </button>
        )}
        {may && (state === "cancelled" || state === "interrupted") && (
          <button type="button" class="button" onClick={() => void send("resume")}>
            Resume
          </button>
        )}
        {may && (
          <button type="button" class="button primary" onClick={() => setPublishing(true)}>
            Publish…
          </button>
        )}
      </div>
      {publishing && (
        <PublishDialog
          version={candidate}
          onClose={() => setPublishing(false)}
          onChanged={() => desk.go("#/prompts")}
        />
      )}
    </header>
  );
}

function Progress({ replay: { done, questions, state } }: { replay: ReplayView }) {
  if (state === "done") return null;
  return (
    <div class="replay-progress" role="status">
      <progress max={questions} value={done} aria-label="Questions replayed" />
      <span class="figure">
        {done} of {questions}
        {state === "running" ? "" : `, ${state}`}
      </span>
    </div>
  );
}
