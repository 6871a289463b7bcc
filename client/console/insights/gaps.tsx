import type { GapView } from "../../../src/protocol/insights.ts";
import { useLoad } from "../parts/load.ts";
import { Problem, Skeletons } from "../parts/states.tsx";
import { startOfDay } from "../search/filters.ts";
import { GapList } from "./gap-list.tsx";
import type { Period } from "./period.ts";

/** The rest stands on a page of its own. */
const SHOWN = 8;

export function Gaps({ period, channel }: { period: Period; channel: string }) {
  const time = { from: String(startOfDay(period.from)), until: String(startOfDay(period.until, 1)) };
  const query = new URLSearchParams({ ...time, ...(channel && { channel }) });
  const { value, failure } = useLoad<{ gaps: GapView[] }>(`/documentation-gaps?${query}`);
  const more = (value?.gaps.length ?? 0) - SHOWN;
  return (
    <section class="section" aria-labelledby="gaps">
      <div>
        <h2 id="gaps">Documentation gaps</h2>
        <p class="hint">
          What customers asked in this time and no page answers, or perhaps one does. Questions in other words are one.
        </p>
      </div>
      {failure && <Problem failure={failure} />}
      {!value && !failure && <Skeletons lines={3} />}
      {value?.gaps.length === 0 && <p class="card padded hint">Every question found an answer.</p>}
      {value && value.gaps.length > 0 && <GapList gaps={value.gaps.slice(0, SHOWN)} />}
      {more > 0 && (
        <p class="hint">
          And {more} more. <a href="#/gaps">All documentation gaps</a>
        </p>
      )}
    </section>
  );
}
