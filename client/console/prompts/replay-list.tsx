import type { ReplayHead } from "../../../src/protocol/replays.ts";
import { fullTime } from "../parts/time.tsx";
import { linkTo } from "../route.ts";
import { SOURCE_WORDS } from "./words.ts";

const STATES: Record<ReplayHead["state"], { words: string; badge: string }> = {
  running: { words: "Running", badge: "info" },
  done: { words: "Done", badge: "good" },
  cancelled: { words: "Cancelled", badge: "" },
  interrupted: { words: "Interrupted", badge: "wait" },
};

export function ReplayList({ replays }: { replays: readonly ReplayHead[] }) {
  if (replays.length === 0) return null;
  return (
    <section class="section" aria-labelledby="replays">
      <h2 id="replays">Replays</h2>
      <div class="card">
        {replays.map(({ replayId, candidate, baseline, source, author, startedAt, state, done, questions }) => (
          <div key={replayId} class="row">
            <div class="grow">
              <a href={linkTo(["prompts", "replay", replayId])}>
                <span class="version">{candidate}</span> against <span class="version">{baseline}</span>
              </a>
              <p>
                <small>
                  {done} of {questions} from {SOURCE_WORDS[source] ?? source} · {author}, {fullTime(startedAt)}
                </small>
              </p>
            </div>
            <span class={`badge ${STATES[state].badge}`}>{STATES[state].words}</span>
          </div>
        ))}
      </div>
    </section>
  );
}
