import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Hit, Knowledge, KnowledgeSource, SearchQuery, SearchResult, Term } from "./knowledge.ts";
import type { Passage } from "./passage.ts";

export class NothingIngestedError extends Error {
  constructor(folder: string) {
    super(`There is no index in ${folder} yet. Run: npm run ingest -- DIR`);
    this.name = "NothingIngestedError";
  }
}

/** `folder` is asked at each question, so that another knowledge base can be switched in. */
export function knowledgeSource(folder: () => string): KnowledgeSource {
  let opened: { name: string; knowledge: Knowledge } | undefined;
  return {
    current() {
      const at = folder();
      let generation: string;
      try {
        generation = readFileSync(join(at, "CURRENT"), "utf8");
      } catch {
        throw new NothingIngestedError(at);
      }
      const name = join(at, generation);
      if (opened?.name !== name) opened = { name, knowledge: openGeneration(name) };
      return opened.knowledge;
    },
  };
}

function openGeneration(name: string): Knowledge {
  const { version } = JSON.parse(readFileSync(join(name, "manifest.json"), "utf8")) as { version: string };
  const text = readFileSync(join(name, "passages.jsonl"), "utf8");
  return inMemoryKnowledge(version, text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as Passage));
}

const FIELDS = [
  { weight: 1, b: 0.7, of: (passage: Passage) => passage.text },
  { weight: 2, b: 0.4, of: (passage: Passage) => passage.title },
  { weight: 2, b: 0.4, of: (passage: Passage) => passage.headings.join(" ") },
  { weight: 1, b: 0.3, of: (passage: Passage) => passage.path },
];
const STOP = new Set(
  "a an and are as at be by can do does for from how i if in is it me my of on or our should so that the their them there these they this to was we what when where which who why will with would you your".split(
    " ",
  ),
);

function inMemoryKnowledge(version: string, passages: Passage[]): Knowledge {
  const postings = new Map<string, Map<number, number>>();
  const average = FIELDS.map(
    ({ of }) => passages.reduce((sum, passage) => sum + words(of(passage)).length, 0) / Math.max(1, passages.length),
  );
  passages.forEach((passage, index) => {
    FIELDS.forEach(({ weight, b, of }, field) => {
      const terms = words(of(passage));
      const norm = 1 - b + (b * terms.length) / Math.max(1, average[field]!);
      for (const term of terms) {
        const list = postings.get(term) ?? new Map<number, number>();
        postings.set(term, list.set(index, (list.get(index) ?? 0) + weight / norm));
      }
    });
  });
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  const byPath = new Map<string, Passage[]>();
  for (const passage of passages) byPath.set(passage.path, [...(byPath.get(passage.path) ?? []), passage]);
  const idf = (term: string) =>
    Math.log(1 + (passages.length - (postings.get(term)?.size ?? 0) + 0.5) / ((postings.get(term)?.size ?? 0) + 0.5));
  const terms = (text: string): Term[] =>
    words(text).map((stem) => ({ surface: stem, stem, idf: idf(stem), known: postings.has(stem) }));

  return {
    version,
    pages: byPath.size,
    passages: passages.length,
    supportThreshold: 0,
    passage: (id) => byId.get(id),
    page: (path) => byPath.get(path) ?? [],
    terms,
    async search({ text, limit }: SearchQuery): Promise<SearchResult> {
      const wanted = [...new Set(words(text))];
      const scores = new Map<number, number>();
      for (const term of wanted) {
        for (const [index, frequency] of postings.get(term) ?? []) {
          scores.set(index, (scores.get(index) ?? 0) + (idf(term) * frequency * 2.2) / (frequency + 1.2));
        }
      }
      const ranked = [...scores].sort((a, b) => b[1] - a[1]).slice(0, limit);
      const hits: Hit[] = ranked.map(([index, score]) => ({ passage: passages[index]!, score, signals: {} }));
      const mass = wanted.reduce((sum, term) => sum + idf(term), 0);
      const top = ranked[0]?.[0];
      const covered = wanted
        .filter((term) => top !== undefined && postings.get(term)?.has(top))
        .reduce((sum, term) => sum + idf(term), 0);
      const coverage = mass > 0 ? covered / mass : 0;
      return { hits, support: { score: coverage, parts: { coverage } } };
    },
  };
}

function words(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !STOP.has(word))
    .map((word) => (word.length > 3 ? word.replace(/(?:ing|ed|es|s)$/, "") : word));
}
