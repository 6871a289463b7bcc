import type { GapView } from "../../../src/protocol/insights.ts";
import { GapList } from "../insights/gap-list.tsx";
import { useLoad } from "../parts/load.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";

export default function GapsPage() {
  const { value, failure } = useLoad<{ gaps: GapView[] }>("/documentation-gaps");
  return (
    <div class="page">
      <div class="page-inside">
        <header class="page-head">
          <div>
            <h1>Documentation gaps</h1>
            <p>
              What customers ask and no page answers, or perhaps one does, the most frequent first. Write the page, and
              the bot knows it.
            </p>
          </div>
        </header>
        {failure && <Problem failure={failure} />}
        {!value && !failure && <Skeletons />}
        {value?.gaps.length === 0 && (
          <Empty icon="gap" title="No gaps are known">
            Questions come here when nothing was found for them, or nothing for sure, or when a review says that the
            documentation does not hold the answer.
          </Empty>
        )}
        {value && value.gaps.length > 0 && <GapList gaps={value.gaps} />}
      </div>
    </div>
  );
}
