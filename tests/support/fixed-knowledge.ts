import type { Hit, Knowledge } from "../../src/search/knowledge.ts";
import type { Passage } from "../../src/search/passage.ts";

/** Knowledge that finds the same passages for every question, best first, and remembers what it was asked. */
export function fixedKnowledge(
  passages: Passage[],
  support = passages.length > 0 ? 1 : 0,
): Knowledge & { asked: string[] } {
  const hits: Hit[] = passages.map((passage, rank) => ({ passage, score: 1 / (rank + 1), signals: {} }));
  const asked: string[] = [];

  return {
    asked,
    version: "fixed",
    pages: new Set(passages.map(({ path }) => path)).size,
    passages: passages.length,
    supportThreshold: 0.5,
    doubtThreshold: 0.25,
    async search({ text, limit }) {
      asked.push(text);
      return { hits: hits.slice(0, limit), support: { score: support, parts: {} } };
    },
    passage: (id) => passages.find((passage) => passage.id === id),
    page: (path) => passages.filter((passage) => passage.path === path),
    readings: () => [],
    terms: (text) =>
      (text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).map((word) => ({
        surface: word,
        stem: word,
        idf: 1,
        known: passages.some((passage) => passage.text.toLowerCase().includes(word)),
      })),
  };
}
