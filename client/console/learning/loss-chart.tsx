import uPlot from "uplot";
import type { TrainingView } from "../../../src/protocol/learning.ts";
import { useChart } from "../parts/chart.ts";

const HEIGHT = 160;

/** Loss by step. A falling line that has become flat is done. */
export function LossChart({ curve }: Pick<TrainingView, "curve">) {
  const measured = curve.filter(({ loss }) => loss !== null);
  const place = useChart((element) => draw(element, curve), curve.length);
  const [first, last] = [measured[0]!, measured.at(-1)!];
  const words = `Loss: ${first.loss} at step ${first.step}, ${last.loss} at step ${last.step}.`;
  return (
    <figure class="loss">
      <div ref={place} class="loss-chart" role="img" aria-label={words} />
      <figcaption class="hint">{words}</figcaption>
    </figure>
  );
}

function draw(element: HTMLDivElement, curve: TrainingView["curve"]): uPlot {
  const { color: ink, borderTopColor: line, outlineColor: stroke, fontFamily } = getComputedStyle(element);
  const axis = { stroke: ink, font: `12px ${fontFamily}`, ticks: { show: false }, border: { show: false } };
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false } },
      axes: [
        { ...axis, size: 28, grid: { show: false } },
        { ...axis, size: 48, grid: { stroke: line, width: 1 } },
      ],
      series: [{}, { stroke, width: 2, points: { show: false }, spanGaps: true }],
    },
    [curve.map(({ step }) => step), curve.map(({ loss }) => loss)],
    element,
  );
}
