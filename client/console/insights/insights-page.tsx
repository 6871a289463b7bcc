import type { InsightsView } from "../../../src/protocol/insights.ts";
import type { PageProps } from "../parts/lazy.tsx";
import { useLoad } from "../parts/load.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { Endings } from "./endings.tsx";
import { Gaps } from "./gaps.tsx";
import { IntentTable } from "./intent-table.tsx";
import { edgesOf, type Period, periodBefore, periodOf } from "./period.ts";
import { PeriodForm } from "./period-form.tsx";
import { Tiles } from "./tiles.tsx";
import { Volume } from "./volume.tsx";

export default function InsightsPage({ query }: PageProps) {
  const period = periodOf(query, Date.now());
  const channel = query.get("channel") ?? "";
  const now = useLoad<InsightsView>(pathOf(edgesOf(period), channel));
  const before = periodBefore(period);
  const [start, end] = [edgesOf(before)[0]!, edgesOf(before).at(-1)!];
  const earlier = useLoad<InsightsView>(pathOf([start, end], channel));

  return (
    <div class="page">
      <div class="page-inside insights">
        <header class="page-head">
          <div>
            <h1>Insights</h1>
            <p>How conversations went. Every number leads to the ones that it counts.</p>
          </div>
          <PeriodForm period={period} query={query} channel={channel} channels={now.value?.channels ?? []} />
        </header>
        {now.failure && <Problem failure={now.failure} />}
        {!now.value && !now.failure && <Skeletons lines={12} />}
        {now.value && <Figures view={now.value} earlier={earlier.value} period={period} channel={channel} />}
      </div>
    </div>
  );
}

function pathOf(edges: readonly number[], channel: string): string {
  return `/insights?${new URLSearchParams({ edges: edges.join(), ...(channel && { channel }) })}`;
}

type FiguresProps = { view: InsightsView; earlier: InsightsView | null; period: Period; channel: string };

function Figures({ view, earlier, period, channel }: FiguresProps) {
  if (view.conversations.count === 0 && view.answers.count === 0)
    return (
      <Empty icon="insights" title="No conversations in this time">
        Choose a longer time, or another website. On a new installation, <code>npm run demo-data</code> makes some.
      </Empty>
    );
  return (
    <>
      {view.ended.count === 0 && (
        <p class="notice">
          None of these conversations is over yet. One is over once it is closed, or nobody has written for a day: from
          then on it counts in the shares below.
        </p>
      )}
      <Tiles view={view} earlier={earlier} />
      <Endings view={view} />
      <Volume spans={view.spans} />
      <IntentTable intents={view.intents} />
      <Gaps period={period} channel={channel} />
    </>
  );
}
