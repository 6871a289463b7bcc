import type { RolloutEntry } from "../../../src/protocol/prompts.ts";
import { fullTime } from "../parts/time.tsx";
import { percent, ROLLOUT_WORDS } from "./words.ts";

/** What served when, by whom and why. */
export function History({ entries }: { entries: readonly RolloutEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <section class="section" aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol class="card">
        {entries.map(({ at, by, action, version, share, reason }) => (
          <li key={`${at}${action}${version}`} class="row">
            <div class="grow">
              <b>
                {ROLLOUT_WORDS[action]}
                {share !== null && action === "canary" && ` on ${percent(share)} of conversations`}
              </b>{" "}
              <span class="version">{version}</span>
              <p dir="auto">
                <small>
                  {by ?? "The guard"}
                  {reason && ` · ${reason}`}
                </small>
              </p>
            </div>
            <time dateTime={new Date(at).toISOString()}>{fullTime(at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
