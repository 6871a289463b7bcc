/** Two ways of dividing the same items, as counts: cell `[a][b]` holds what lies in group `a` of one and `b` of the other. */
type Table = { cells: number[][]; rows: number[]; columns: number[]; items: number };

/**
 * Adjusted mutual information (Vinh, Epps & Bailey 2010), normalised by the arithmetic mean of the entropies: 1 for the
 * same division, 0 on average for one drawn by chance. Both arrays name each item's group.
 */
export function adjustedMutualInformation(found: readonly string[], truth: readonly string[]): number {
  const table = tableOf(found, truth);
  const byChance = expectedInformation(table);
  const most = (entropy(table.rows, table.items) + entropy(table.columns, table.items)) / 2;
  // Two divisions into one group each, or into single items, are equal by necessity.
  if (most - byChance < 1e-12) return 1;
  return (mutualInformation(table) - byChance) / (most - byChance);
}

/** Share of items that belong to the commonest true group of their found one (Zhao & Karypis 2001). Rises with the number found. */
export function purity(found: readonly string[], truth: readonly string[]): number {
  const { cells, items } = tableOf(found, truth);
  return cells.reduce((sum, row) => sum + Math.max(...row), 0) / items;
}

function tableOf(found: readonly string[], truth: readonly string[]): Table {
  const [rowOf, columnOf] = [numbered(found), numbered(truth)];
  const cells = Array.from({ length: rowOf.size }, () => new Array<number>(columnOf.size).fill(0));
  for (const [at, group] of found.entries()) cells[rowOf.get(group)!]![columnOf.get(truth[at]!)!]! += 1;

  const rows = cells.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = cells[0]!.map((_, column) => cells.reduce((sum, row) => sum + row[column]!, 0));
  return { cells, rows, columns, items: found.length };
}

const numbered = (groups: readonly string[]) => new Map([...new Set(groups)].map((group, number) => [group, number]));

const entropy = (counts: readonly number[], items: number): number =>
  -counts.reduce((sum, count) => sum + (count / items) * Math.log(count / items), 0);

function mutualInformation({ cells, rows, columns, items }: Table): number {
  let information = 0;
  for (const [a, row] of cells.entries()) {
    for (const [b, count] of row.entries()) {
      if (count > 0) information += (count / items) * Math.log((count * items) / (rows[a]! * columns[b]!));
    }
  }
  return information;
}

/** Mean over all divisions with groups of these sizes; a cell's count is hypergeometric (the paper's equation 24a). */
function expectedInformation({ rows, columns, items }: Table): number {
  const logFactorial = logFactorials(items);
  let expected = 0;
  for (const a of rows) {
    for (const b of columns) {
      const fixed =
        logFactorial[a]! +
        logFactorial[b]! +
        logFactorial[items - a]! +
        logFactorial[items - b]! -
        logFactorial[items]!;
      for (let n = Math.max(1, a + b - items); n <= Math.min(a, b); n += 1) {
        const rest = logFactorial[n]! + logFactorial[a - n]! + logFactorial[b - n]! + logFactorial[items - a - b + n]!;
        expected += (n / items) * Math.log((items * n) / (a * b)) * Math.exp(fixed - rest);
      }
    }
  }
  return expected;
}

function logFactorials(most: number): Float64Array {
  const sums = new Float64Array(most + 1);
  for (let n = 2; n <= most; n += 1) sums[n] = sums[n - 1]! + Math.log(n);
  return sums;
}
