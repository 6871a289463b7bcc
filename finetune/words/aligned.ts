import { oneLine } from "./one-line.ts";

/** Of a terminal that nobody widened. */
export const WIDTH = 80;
/** With less room than this in front of the other columns, names on lines of their own would help nobody. */
const LEAST_ROOM = 20;
const GAP = "  ";

/**
 * The rows of a table, each column as wide as its widest cell. Where that is wider than a terminal, a long name in front
 * gets a line of its own, and its row holds both. All rows have the same cells.
 */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const table = rows.map((row) => row.map(oneLine));
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const room = WIDTH - widths.slice(1).reduce((sum, width) => sum + GAP.length + width, 0);
  const [longest = 0, ...others] = widths;
  const first = longest > room && room >= LEAST_ROOM ? room : longest;
  return table.map(([name = "", ...cells]) => {
    const columns = cells.map((cell, at) => cell.padEnd(others[at]!));
    const row = (front: string) => [front.padEnd(first), ...columns].join(GAP).trimEnd();
    return name.length > first ? `${name}\n${row("")}` : row(name);
  });
}
