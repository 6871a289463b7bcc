import type { Knowledge } from "../search/knowledge.ts";

export type SuggestionInput = {
  /** Pages of the documentation, in order. */
  pages: readonly { path: string; title: string }[];
  knowledge: Pick<Knowledge, "page" | "search" | "supportThreshold">;
  /** How many are wanted. */
  most: number;
};

/** Pages that are looked at, spread over all of them, and searches that are made: each costs some milliseconds. */
const PAGES = 200;
const TRIED = 60;
/** A button's worth of words; a vertical bar parts suggestions in the widget's attribute. */
const LONGEST = 90;
const QUESTION = /^[^|]{8,}[?？؟]$/u;

/**
 * Questions to begin with, out of the documentation's own headings, else its titles, at most one of a page. Each was
 * searched for, and its own page was the best of what is known: what cannot be answered is not suggested.
 */
export async function suggestedQuestions({ pages, knowledge, most }: SuggestionInput): Promise<string[]> {
  const step = Math.ceil(pages.length / PAGES) || 1;
  const looked = pages.filter((_, at) => at % step === 0);
  const asked = looked.flatMap(({ path, title }) => {
    const headings = knowledge.page(path).map(({ headings }) => headings.at(-1) ?? title);
    const question = headings.find((heading) => heading.length <= LONGEST && QUESTION.test(heading));
    return question === undefined ? [] : [{ path, text: question }];
  });
  const titles = looked
    .filter(({ title }) => title.length <= LONGEST && !title.includes("|"))
    .map(({ path, title }) => ({ path, text: title }));

  const suggested = new Map<string, string>();
  for (const { path, text } of [...asked, ...titles].slice(0, TRIED)) {
    if (suggested.size === most) break;
    if (!suggested.has(path) && (await isAnswered(text, path, knowledge))) suggested.set(path, text);
  }
  return [...new Set(suggested.values())];
}

async function isAnswered(text: string, path: string, knowledge: SuggestionInput["knowledge"]): Promise<boolean> {
  const { hits, support } = await knowledge.search({ text, limit: 1 });
  return support.score >= knowledge.supportThreshold && hits[0]?.passage.path === path;
}
