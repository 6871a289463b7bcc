import type { ComponentChildren } from "preact";
import type { Tally } from "../../../src/protocol/insights.ts";
import { rowsBehind } from "../search/filters.ts";
import { wholeNumber } from "./words.ts";

/** A figure that leads to the rows it counts. Without a text of its own it is their number. */
export function Rows({ of: { count, filter }, children }: { of: Tally; children?: ComponentChildren }) {
  return (
    <a class="rows" href={rowsBehind(filter)}>
      {children ?? wholeNumber(count)}
    </a>
  );
}
