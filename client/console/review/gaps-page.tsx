import type { GapView } from "../../../src/protocol/review.ts";
import { useLoad } from "../parts/load.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { linkTo } from "../route.ts";

export default function GapsPage() {
  const { value, failure } = useLoad<{ gaps: GapView[] }>("/documentation-gaps");
  const most = Math.max(1, ...(value?.gaps.map(({ count }) => count) ?? []));
  return (
    <div class="page">
      <div class="page-inside">
        <header class="page-head">
          <div>
            <h1>Documentation gaps</h1>
            <p>What customers ask and no page answers, the most frequent first.</p>
          </div>
        </header>
        {failure && <Problem failure={failure} />}
        {!value && !failure && <Skeletons />}
        {value?.gaps.length === 0 && (
          <Empty icon="gap" title="No gaps are known">
            Questions are noted here when a review says that the documentation does not hold the answer.
          </Empty>
        )}
        {value && value.gaps.length > 0 && (
          <ol class="card">
            {value.gaps.map((gap) => (
              <Gap key={gap.question} gap={gap} most={most} />
            ))}
          </ol>
        )}
      </div>
    </div>
  );
}

function Gap({ gap: { question, count, examples }, most }: { gap: GapView; most: number }) {
  return (
    <li class="row gap">
      <div class="grow">
        <b dir="auto">{question}</b>
        <ul class="asked">
          {examples.map((example) => (
            <li key={example.conversationId}>
              <a href={linkTo(["inbox", "open", example.conversationId])} dir="auto">
                {example.question}
              </a>
            </li>
          ))}
        </ul>
      </div>
      <span class="figure">{count} times</span>
      <progress max={most} value={count} aria-label={`Asked ${count} times`} />
    </li>
  );
}
