import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

/** An element that `draw` draws a chart into, again whenever the data, the page's colours or its width change. */
export function useChart(draw: (element: HTMLDivElement) => uPlot, data: unknown) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current!;
    let chart = draw(element);
    const stop = onThemeOrWidth(element, () => {
      chart.destroy();
      chart = draw(element);
    });
    return () => {
      stop();
      chart.destroy();
    };
  }, [data]);
  return place;
}

/** A canvas knows neither the page's colours nor its width: both are told to it again. */
function onThemeOrWidth(element: HTMLElement, again: () => void): () => void {
  let width = element.clientWidth;
  const sizes = new ResizeObserver(() => {
    if (element.clientWidth === width) return;
    width = element.clientWidth;
    again();
  });
  const themes = new MutationObserver(again);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  sizes.observe(element);
  themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  dark.addEventListener("change", again);
  return () => {
    sizes.disconnect();
    themes.disconnect();
    dark.removeEventListener("change", again);
  };
}
