import uPlot from "uplot";
import type { InsightsView } from "../../../src/protocol/insights.ts";
import { useChart } from "../parts/chart.ts";
import { useDesk } from "../parts/context.ts";
import { RESOLUTIONS } from "../parts/outcome-words.ts";
import { rowsBehind } from "../search/filters.ts";
import { namedPlaces, stackedColumns } from "./stacked.ts";
import { spanName } from "./words.ts";

type Props = { spans: InsightsView["spans"]; onPoint: (span: number | null) => void };

const HEIGHT = 220;
const NAME_WIDTH = 64;

/** One bar for each span, stacked by how conversations ended; a click leads to its conversations. */
export function VolumeChart({ spans, onPoint }: Props) {
  const desk = useDesk();
  const onOpen = (span: number) => {
    const tally = Object.values(spans[span]?.resolutions ?? {})[0];
    if (!tally) return;
    const { resolution: _, ...all } = tally.filter;
    desk.go(rowsBehind(all));
  };
  const place = useChart((element) => draw(element, spans, { onPoint, onOpen }), spans);

  const total = stackedColumns(spans)[1]!.reduce((sum, count) => sum + count, 0);
  return (
    <div
      ref={place}
      class="volume-chart"
      role="img"
      aria-label={`Bars: ${total} conversations over ${spans.length} spans of time. The table below has the numbers.`}
    >
      {RESOLUTIONS.map((resolution) => (
        <i key={resolution} class={`swatch ${resolution}`} data-resolution={resolution} hidden />
      ))}
    </div>
  );
}

type Hooks = { onPoint: (span: number | null) => void; onOpen: (span: number) => void };

function draw(element: HTMLDivElement, spans: Props["spans"], { onPoint, onOpen }: Hooks): uPlot {
  const { color: ink, borderTopColor: line, fontFamily } = getComputedStyle(element);
  const colours = RESOLUTIONS.map(
    (name) => getComputedStyle(element.querySelector(`[data-resolution="${name}"]`)!).backgroundColor,
  ).reverse();
  const width = element.clientWidth;
  const font = `12px ${fontFamily}`;
  const bars = uPlot.paths.bars!({ size: [0.72, 34], radius: 0.12 });
  const axis = { stroke: ink, font, ticks: { show: false }, border: { show: false } };
  const chart = new uPlot(
    {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { points: { show: false }, drag: { x: false, y: false }, y: false },
      scales: {
        x: { time: false, range: [-0.6, spans.length - 0.4] },
        y: { range: (_chart, _least, most) => [0, Math.max(4, most * 1.08)] },
      },
      axes: [
        {
          ...axis,
          size: 28,
          grid: { show: false },
          splits: () => namedPlaces(spans.length, Math.max(2, Math.floor(width / NAME_WIDTH))),
          values: (_chart, places) =>
            places.map((at) => (spans[at] ? spanName(spans[at].from, spans[at].from + 1) : "")),
        },
        {
          ...axis,
          size: 44,
          grid: { stroke: line, width: 1 },
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000],
        },
      ],
      series: [{}, ...colours.map((fill) => ({ fill, width: 0, paths: bars, points: { show: false } }))],
      hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
    },
    stackedColumns(spans) as uPlot.AlignedData,
    element,
  );
  chart.over.addEventListener("click", () => chart.cursor.idx != null && onOpen(chart.cursor.idx));
  chart.over.addEventListener("mouseleave", () => onPoint(null));
  return chart;
}
