import { useState } from "preact/hooks";
import type { InsightsView } from "../../../src/protocol/insights.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { RESOLUTION_WORDS, RESOLUTIONS } from "../parts/outcome-words.ts";
import { Rows } from "./rows.tsx";
import { VolumeChart } from "./volume-chart.tsx";
import { spanName } from "./words.ts";

type Props = { spans: InsightsView["spans"] };

/** A picture for eyes, and the same numbers as a table for everybody. */
export function Volume({ spans }: Props) {
  const [pointed, setPointed] = useState<number | null>(null);
  const shown = pointed === null ? undefined : spans[pointed];
  return (
    <section class="section" aria-labelledby="volume">
      <div class="volume-head">
        <h2 id="volume">Conversations over time</h2>
        <p class="hint figure" aria-hidden="true">
          {shown && `${spanName(shown.from, shown.until)}: ${countOf(shown)}`}
        </p>
      </div>
      <div class="card volume">
        <VolumeChart spans={spans} onPoint={setPointed} />
        <ul class="legend" aria-hidden="true">
          {RESOLUTIONS.map((resolution) => (
            <li key={resolution}>
              <span class={`swatch ${resolution}`} />
              {RESOLUTION_WORDS[resolution][0]}
              {shown && <b class="figure">{shown.resolutions[resolution]?.count ?? 0}</b>}
            </li>
          ))}
        </ul>
        <details class="disclosure">
          <summary>The same as a table</summary>
          <SpanTable spans={spans} />
        </details>
      </div>
    </section>
  );
}

export function countOf({ resolutions }: Props["spans"][number]): number {
  return Object.values(resolutions).reduce((sum, { count }) => sum + count, 0);
}

function SpanTable({ spans }: Props) {
  return (
    <section class="table-scroll" {...SCROLLABLE} aria-label="Conversations over time, as a table">
      <table class="grid-table">
        <thead>
          <tr>
            <th scope="col">From</th>
            {RESOLUTIONS.map((resolution) => (
              <th key={resolution} scope="col" class="number">
                {RESOLUTION_WORDS[resolution][0]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {spans.map(({ from, until, resolutions }) => (
            <tr key={from}>
              <th scope="row">{spanName(from, until)}</th>
              {RESOLUTIONS.map((resolution) => (
                <td key={resolution} class="number">
                  {resolutions[resolution] ? <Rows of={resolutions[resolution]} /> : "0"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
