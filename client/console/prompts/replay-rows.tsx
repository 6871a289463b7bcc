import { useState } from "preact/hooks";
import type { ReplayResult, ReplayRow, ReplayView } from "../../../src/protocol/replays.ts";
import { SidesOf } from "./sides.tsx";

type Shown = "all" | "different" | "lost" | "won" | "flipped";
const FILTERS: Record<Shown, string> = {
  different: "Different",
  lost: "Lost",
  won: "Won",
  flipped: "Answered by one alone",
  all: "All",
};

const fits: Record<Shown, (result: ReplayResult) => boolean> = {
  all: () => true,
  different: ({ candidate, baseline }) => candidate.text !== baseline.text,
  lost: ({ candidate, baseline }) => candidate.score < baseline.score,
  won: ({ candidate, baseline }) => candidate.score > baseline.score,
  flipped: ({ candidate, baseline }) => (candidate.outcome === "answered") !== (baseline.outcome === "answered"),
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

function Row({ row: { question, reference }, result }: { row: ReplayRow; result: ReplayResult }) {
  const { judged } = result;
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
      <SidesOf
        result={result}
        names={{ candidate: "New version", baseline: "Other version" }}
        {...(judged && { grades: judged })}
      />
      {reference !== null && (
        <details class="reference">
          <summary>What a good answer says</summary>
          <p class="answer-text" dir="auto">
            {reference}
          </p>
        </details>
      )}
    </article>
  );
}
