import type { JobView } from "../../../src/protocol/learning.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { useDesk } from "../parts/context.ts";
import { fullTime, useNow, waitingWords } from "../parts/time.tsx";
import { STATE_WORDS, VERB_WORDS } from "./words.ts";

type Props = { jobs: readonly JobView[]; onChanged: () => void };

/** What was started here, and what it said. */
export function Jobs({ jobs, onChanged }: Props) {
  return (
    <section class="section" aria-labelledby="jobs">
      <h2 id="jobs">Started here</h2>
      <div class="card">
        {jobs.map((job) => (
          <Job key={job.jobId} job={job} onChanged={onChanged} />
        ))}
      </div>
    </section>
  );
}

function Job({ job, onChanged }: { job: JobView; onChanged: () => void }) {
  const { verb, by, startedAt, state, lines } = job;
  const { words, badge } = STATE_WORDS[state];
  return (
    <details class="job" open={state === "running"}>
      <summary>
        <span class="grow">
          <b>{VERB_WORDS[verb]}</b>
          <small>
            {" "}
            {fullTime(startedAt)}, {by}
          </small>
        </span>
        <Duration of={job} />
        <span class={`badge ${badge}`}>{words}</span>
      </summary>
      <div class="job-inside">
        {state === "running" && <Progress job={job} onChanged={onChanged} />}
        {state === "interrupted" && (
          <p class="hint">The server ended before it did. Start it again: nothing is lost.</p>
        )}
        {lines.length > 0 && (
          <div class="log" role="log" aria-label={`What ${VERB_WORDS[verb]} said`} {...SCROLLABLE}>
            {lines.map((line, at) => (
              // The same line may be said twice, and lines only ever follow.
              <p key={`${at} ${line}`} dir="auto">
                {line}
              </p>
            ))}
          </div>
        )}
        {lines.length === 0 && state !== "running" && <p class="hint">It said nothing.</p>}
      </div>
    </details>
  );
}

function Duration({ of: { startedAt, endedAt } }: { of: JobView }) {
  if (endedAt === null) return null;
  return <small class="figure">{waitingWords((endedAt - startedAt) / 1_000)}</small>;
}

function Progress({ job: { jobId, startedAt, secondsLeft }, onChanged }: { job: JobView; onChanged: () => void }) {
  const desk = useDesk();
  const elapsed = Math.max(0, (Math.max(useNow(), startedAt) - startedAt) / 1_000);
  const cancel = async () => {
    const result = await desk.api.send("POST", `/learning/jobs/${encodeURIComponent(jobId)}/cancel`);
    if (!result.ok) desk.toasts.say(result.error.message);
    onChanged();
  };
  return (
    <div class="job-progress">
      {secondsLeft === null ? (
        <progress aria-label="How far it is" />
      ) : (
        <progress aria-label="How far it is" max={elapsed + secondsLeft || 1} value={elapsed} />
      )}
      <small>
        {secondsLeft === null ? "The first one: how long it takes is not known yet." : leftWords(secondsLeft)}
      </small>
      {desk.may("manage-models") && (
        <button type="button" class="button danger" onClick={() => void cancel()}>
          Cancel
        </button>
      )}
    </div>
  );
}

const leftWords = (seconds: number) =>
  seconds < 1 ? "Longer than last time." : `About ${waitingWords(seconds)} left, as last time.`;
