import type { GapView } from "../../../src/protocol/insights.ts";
import { fullTime } from "../parts/time.tsx";
import { linkTo } from "../route.ts";

/** What is asked and not answered; each unfolds to the conversations that it counts. */
export function GapList({ gaps }: { gaps: readonly GapView[] }) {
  const most = Math.max(1, ...gaps.map(({ count }) => count));
  return (
    <ol class="card gaps">
      {gaps.map((gap) => (
        <li key={gap.examples[0]?.conversationId}>
          <Gap gap={gap} most={most} />
        </li>
      ))}
    </ol>
  );
}

function Gap({ gap: { question, count, reviewed, inDoubt, examples }, most }: { gap: GapView; most: number }) {
  return (
    <details class="gap">
      <summary>
        <b class="grow" dir="auto">
          {question}
        </b>
        {reviewed > 0 && <span class="badge info">Noted in a review</span>}
        {inDoubt > 0 && <span class="badge wait">{inDoubt === count ? "Not sure" : `Not sure: ${inDoubt}`}</span>}
        <progress max={most} value={count} aria-hidden="true" />
        <span class="figure">{count === 1 ? "once" : `${count} times`}</span>
      </summary>
      <ul class="asked">
        {examples.map(({ conversationId, question: words, at, inDoubt: unsure }) => (
          <li key={`${conversationId}${at}`}>
            <a href={linkTo(["search", conversationId])} dir="auto">
              {words}
            </a>
            {unsure && <span class="badge wait">Not sure</span>}
            <time dateTime={new Date(at).toISOString()}>{fullTime(at)}</time>
          </li>
        ))}
        {examples.length < count && <li>Only the newest {examples.length} are shown.</li>}
      </ul>
    </details>
  );
}
