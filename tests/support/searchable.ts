import { indexKnowledge } from "../../src/search/index-knowledge.ts";
import type { Knowledge } from "../../src/search/knowledge.ts";
import { knowledgeSource, type SourceOptions } from "../../src/search/open-knowledge.ts";
import type { Passage } from "../../src/search/passage.ts";
import type { SearchAids } from "../../src/search/shipped-aids.ts";
import { passage } from "./passage.ts";

/** No embedder and no probes: words alone decide. */
export const WORDS_ONLY: SearchAids = { embedder: null, background: () => 0.001, probes: [] };

/** One page a path, one passage a text. */
export function pagesOf(texts: Readonly<Record<string, string | string[]>>): Passage[][] {
  return Object.entries(texts).map(([path, written]) =>
    [written].flat().map((text, ordinal) => passage({ path, title: path.replace(/\.md$/, ""), text, ordinal })),
  );
}

export type SearchableInput = {
  folder: string;
  pages: Passage[][];
  ranking?: SourceOptions["ranking"];
  synonyms?: string;
  learned?: ReadonlyMap<string, string[]>;
  aids?: SearchAids;
};

/** Builds an index on disk and opens it, as the product does. */
export async function searchable(input: SearchableInput): Promise<Knowledge> {
  const { folder, pages, ranking, synonyms = "", learned = new Map(), aids = WORDS_ONLY } = input;
  await indexKnowledge({ folder, pages, synonyms, learned, aids });
  return knowledgeSource(() => folder, { aids, ...(ranking && { ranking }) }).current();
}

/** Paths in the order of the page ranking. */
export async function foundPaths(knowledge: Knowledge, text: string): Promise<string[]> {
  const { hits } = await knowledge.search({ text, limit: 20 });
  return [...new Set(hits.map((hit) => hit.passage.path))];
}
