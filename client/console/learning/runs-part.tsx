import { useEffect, useState } from "preact/hooks";
import type { RunHead, RunsView } from "../../../src/protocol/learning.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { fullTime } from "../parts/time.tsx";
import { Jobs } from "./jobs.tsx";
import { TrainDialog } from "./train-dialog.tsx";
import { Trainings } from "./trainings.tsx";
import { countWords, DETOUR_WORDS, short } from "./words.ts";

const POLL_MS = 1_000;

export function RunsPart() {
  const { value, failure, reload } = useLoad<RunsView>("/learning/runs");
  const running = [...(value?.jobs ?? []), ...(value?.trainings ?? [])].some(({ state }) => state === "running");
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, POLL_MS);
    return () => clearInterval(timer);
  }, [running, reload]);

  if (failure) return <Problem failure={failure} />;
  if (!value) return <Skeletons />;
  const { jobs, runs, trainings } = value;
  return (
    <>
      <TrainNow busy={jobs.some(({ state }) => state === "running")} onStarted={reload} />
      {jobs.length + runs.length + trainings.length === 0 && (
        <Empty icon="model" title="Nothing was trained yet">
          Training reads what staff approved and corrected. It needs two intents, one of them with ten approved replies:
          the more under <a href="#/review">Review</a>, the better.
        </Empty>
      )}
      {jobs.length > 0 && <Jobs jobs={jobs} onChanged={reload} />}
      {runs.length > 0 && <Trained runs={runs} />}
      {trainings.length > 0 && <Trainings trainings={trainings} onChanged={reload} />}
    </>
  );
}

function TrainNow({ busy, onStarted }: { busy: boolean; onStarted: () => void }) {
  const desk = useDesk();
  const [asking, setAsking] = useState(false);
  if (!desk.may("manage-models")) return null;
  return (
    <div class="card padded choice">
      <div>
        <h2>Train on what staff approved</h2>
        <p class="hint">
          Collects, cleans, trains, tests on held-out questions, and promotes what is better beyond chance. Customers
          are served meanwhile.
        </p>
      </div>
      <button type="button" class="button primary" disabled={busy} onClick={() => setAsking(true)}>
        {busy ? "Something runs…" : "Train now…"}
      </button>
      {asking && <TrainDialog onClose={() => setAsking(false)} onStarted={onStarted} />}
    </div>
  );
}

function Trained({ runs }: { runs: readonly RunHead[] }) {
  return (
    <section class="section" aria-labelledby="trained">
      <h2 id="trained">Trained models</h2>
      <ul class="card">
        {runs.map((run) => (
          <li key={run.model} class="row">
            <div class="grow">
              <b class="version" title={run.model}>
                {short(run.model)}
              </b>
              <p>
                <small>
                  {fullTime(Date.parse(run.trainedAt))} · {Math.round(run.trainSeconds)} s · dataset{" "}
                  <span class="version" title={run.dataset}>
                    {short(run.dataset)}
                  </span>{" "}
                  · seed {run.seed}
                  {run.server &&
                    ` · ${run.server.writes ? "writes" : "chooses replies"} as ${run.server.name} at ${run.server.url}`}
                </small>
              </p>
              <Detours of={run} />
            </div>
            <Passed of={run} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What no customer would have heard from it. */
function Detours({ of: { detours } }: { of: RunHead }) {
  const reasons = Object.entries(detours).sort(([, one], [, other]) => other - one);
  if (reasons.length === 0) return null;
  return (
    <p>
      <small>
        While it was tested, the documentation answered instead because:{" "}
        {reasons.map(([reason, times]) => `${DETOUR_WORDS[reason] ?? reason} (${times})`).join(", ")}.
      </small>
    </p>
  );
}

function Passed({ of: { erased, passed } }: { of: RunHead }) {
  if (erased) return <span class="badge">Erased</span>;
  if (!passed) return <span class="badge wait">Not evaluated</span>;
  return (
    <span class={passed.promoted > 0 ? "badge good" : "badge"}>
      {passed.promoted} of {countWords(passed.of, "intent")} passed
    </span>
  );
}
