import { oneLine } from "./one-line.ts";

/** The rows of a table as lines, each column as wide as its widest cell. All rows have the same cells. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const table = rows.map((row) => row.map(oneLine));
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
