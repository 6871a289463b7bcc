import type { Distance } from "../../src/protocol/advice.ts";
import type { Embedder } from "../../src/search/embedder.ts";

/** @param best for each question the passage that was found first; null: none was */
export type Nearness = (questions: readonly string[], best: readonly (string | null)[]) => Promise<Distance>;

/**
 * How far questions lie from the documentation and from what people ask everywhere, as 1 − cosine, each question from what
 * is nearest to it, on average. `general`: questions about anything.
 */
export async function nearnessBy(embedder: Embedder, general: readonly string[]): Promise<Nearness> {
  const common = await embedder.embed([...general]);
  return async (questions, best) => {
    const asked = await embedder.embed([...questions]);
    const pages = await embedder.embed(best.map((passage) => passage ?? ""));
    return {
      documentation: mean(asked.map((vector, at) => (best[at] === null ? 1 : 1 - dot(vector, pages[at]!)))),
      general: mean(asked.map((vector) => 1 - Math.max(-1, ...common.map((other) => dot(vector, other))))),
    };
  };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += a[at]! * b[at]!;
  return sum;
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / values.length;
