import type { DiffLine, PromptDiff, PromptSet } from "../protocol/prompts.ts";

/** What changed from one content to the other, part by part and line by line; parts that are alike are left out. */
export function diffPrompts(before: PromptSet, after: PromptSet): PromptDiff {
  const [old, young] = [partsOf(before), partsOf(after)];
  const names = [...new Set([...old.keys(), ...young.keys()])];
  return names
    .filter((part) => old.get(part) !== young.get(part))
    .map((part) => ({ part, lines: diffLines(linesOf(old.get(part)), linesOf(young.get(part))) }));
}

/** Texts as they are; settings as `path: value`. */
function partsOf(content: PromptSet): Map<string, string> {
  const parts = new Map<string, string>();
  const walk = (path: string, value: unknown) => {
    if (typeof value === "string") parts.set(path, value);
    else if (Array.isArray(value) || typeof value !== "object" || value === null)
      parts.set(
        path,
        Array.isArray(value) ? value.map((one) => JSON.stringify(one)).join("\n") : JSON.stringify(value),
      );
    else for (const [key, inner] of Object.entries(value)) walk(path === "" ? key : `${path}.${key}`, inner);
  };
  walk("", content);
  return parts;
}

const linesOf = (text: string | undefined) => (text === undefined || text === "" ? [] : text.split("\n"));

/** By the longest common subsequence of lines: prompts have hundreds of lines, so the table stays small. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const common = commonLengths(before, after);
  const lines: DiffLine[] = [];
  let [a, b] = [0, 0];
  while (a < before.length || b < after.length) {
    if (a < before.length && b < after.length && before[a] === after[b]) {
      lines.push({ kind: "same", text: before[a]! });
      [a, b] = [a + 1, b + 1];
    } else if (b >= after.length || (a < before.length && common[a + 1]![b]! >= common[a]![b + 1]!)) {
      lines.push({ kind: "removed", text: before[a]! });
      a += 1;
    } else {
      lines.push({ kind: "added", text: after[b]! });
      b += 1;
    }
  }
  return lines;
}

/** Cell `[a][b]`: how many lines the rests from a and from b share, in order. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let a = before.length - 1; a >= 0; a -= 1) {
    for (let b = after.length - 1; b >= 0; b -= 1) {
      table[a]![b] =
        before[a] === after[b] ? table[a + 1]![b + 1]! + 1 : Math.max(table[a + 1]![b]!, table[a]![b + 1]!);
    }
  }
  return table;
}
