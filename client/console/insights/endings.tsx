import type { InsightsView } from "../../../src/protocol/insights.ts";
import { RESOLUTION_WORDS, RESOLUTIONS } from "../parts/outcome-words.ts";
import { Rows } from "./rows.tsx";
import { percent } from "./words.ts";

/** How conversations ended, each way apart: what is assumed is never counted as confirmed. */
export function Endings({ view: { ended, resolutions } }: { view: InsightsView }) {
  const shown = RESOLUTIONS.filter((resolution) => resolution !== "open");
  return (
    <section class="section" aria-labelledby="endings">
      <h2 id="endings">How conversations ended</h2>
      <div class="card endings">
        <div class="endings-bar" aria-hidden="true">
          {shown.map((resolution) => (
            <span key={resolution} class={resolution} style={{ flexGrow: resolutions[resolution]?.count ?? 0 }} />
          ))}
        </div>
        <ul>
          {shown.map((resolution) => {
            const [words, meaning] = RESOLUTION_WORDS[resolution];
            const tally = resolutions[resolution];
            return (
              <li key={resolution}>
                <span class={`swatch ${resolution}`} aria-hidden="true" />
                <span class="grow">
                  <b>{words}</b>
                  <small>{meaning}</small>
                </span>
                <span class="figure">{tally ? <Rows of={tally} /> : "0"}</span>
                <span class="figure share">{percent(tally?.count ?? 0, ended.count)}</span>
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
