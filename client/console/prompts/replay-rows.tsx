import { useState } from "preact/hooks";
import { CHECKS, type CheckName } from "../../../src/protocol/prompt-parts.ts";
import type { ReplayResult, ReplayRow, ReplaySide, ReplayView } from "../../../src/protocol/replays.ts";
import { markDifferences } from "./mark-differences.ts";

type Shown = "all" | "different" | "lost" | "won";
const FILTERS: Record<Shown, string> = { different: "Different", lost: "Lost", won: "Won", all: "All" };

const fits: Record<Shown, (result: ReplayResult) => boolean> = {
  all: () => true,
  different: ({ candidate, baseline }) => candidate.text !== baseline.text,
  lost: ({ candidate, baseline }) => candidate.score < baseline.score,
  won: ({ candidate, baseline }) => candidate.score > baseline.score,
};

/** Both answers side by side, with what differs marked. */
export function ReplayRows({ replay: { rows } }: { replay: ReplayView }) {
  const [shown, setShown] = useState<Shown>("different");
  const asked = rows.flatMap((row) => (row.result ? [{ ...row, result: row.result }] : []));
  const listed = asked.filter(({ result }) => fits[shown](result));
  return (
    <section class="section" aria-labelledby="replayed">
      <div class="page-head">
        <h2 id="replayed">Answers</h2>
        <fieldset class="segments" aria-label="Which answers">
          {(Object.keys(FILTERS) as Shown[]).map((one) => (
            <button
              key={one}
              type="button"
              class="button quiet"
              aria-pressed={one === shown}
              onClick={() => setShown(one)}
            >
              {FILTERS[one]} <span class="figure">{asked.filter(({ result }) => fits[one](result)).length}</span>
            </button>
          ))}
        </fieldset>
      </div>
      {listed.length === 0 && <p class="card padded hint">No such answers.</p>}
      {listed.map((row) => (
        <Row key={row.place} row={row} result={row.result} />
      ))}
    </section>
  );
}

function Row({ row: { question }, result: { candidate, baseline, judged } }: { row: ReplayRow; result: ReplayResult }) {
  const [now, then] = markDifferences(candidate.text, baseline.text);
  return (
    <article class="card replayed">
      <h3 dir="auto">{question}</h3>
      {judged?.pair && (
        <p class="hint">
          The judge{" "}
          {judged.pair === "tie"
            ? "sees no difference"
            : `prefers the ${judged.pair === "candidate" ? "new" : "other"} one`}
          .
        </p>
      )}
      <div class="sides">
        <Side name="New version" side={candidate} pieces={now} grade={judged?.candidate ?? null} />
        <Side name="Other version" side={baseline} pieces={then} grade={judged?.baseline ?? null} />
      </div>
    </article>
  );
}

type SideProps = {
  name: string;
  side: ReplaySide;
  pieces: ReturnType<typeof markDifferences>[0];
  grade: number | null;
};

function Side({ name, side, pieces, grade }: SideProps) {
  const failed = Object.entries(side.failed) as [CheckName, string[]][];
  return (
    <div class="side">
      <header>
        <b>{name}</b>
        {side.outcome !== "answered" && <span class="badge wait">{side.outcome}</span>}
        {grade !== null && <span class="badge info">grade {grade}</span>}
        <small class="figure side-facts">
          {side.ms} ms{side.tokens && ` · ${side.tokens.prompt + side.tokens.completion} tokens`}
        </small>
      </header>
      <p class="said" dir="auto">
        {pieces.map(({ text, own }, at) => (own ? <mark key={`${at}${text}`}>{text}</mark> : text))}
      </p>
      {failed.length > 0 && (
        <ul class="failed">
          {failed.map(([check, found]) => (
            <li key={check}>
              <span class="badge bad">Fails</span> {CHECKS[check]}
              <small class="failed-at" dir="auto">
                {found.join(" · ").slice(0, 200)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
