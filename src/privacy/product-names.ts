import { foldName, type Gazetteer, type WordClass } from "./gazetteer.ts";
import { nameDetector } from "./name.ts";
import { wordsOf } from "./name-words.ts";

/** One title may be about a person; what two pages are called after is what the documentation is about. */
const FEWEST_TITLES = 2;

/**
 * Words in the titles of a documentation that the rules would take for people wherever they stand: "Zephyr" and "Orion" are
 * products where pages are called after them. Beside a surname, or greeted, it is a person and not counted. Names that
 * also are words ("Mark") need a second sign anyway, and titles of every kind hold them.
 */
export function productNamesIn(titles: readonly string[], gazetteer: Gazetteer): string[] {
  return [...titlesByWord(titles)].flatMap(([word, own]) => {
    if (own.length < FEWEST_TITLES || !DOUBTED[gazetteer.classOf(word)]) return [];
    return own.filter((title) => !isPerson(title, word, gazetteer)).length < FEWEST_TITLES ? [] : [word];
  });
}

/** Capitalised words only, so that 27,000 titles take a tenth of a second. */
function titlesByWord(titles: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const title of new Set(titles)) {
    for (const word of new Set(title.match(/\p{Lu}\p{Ll}[\p{L}\p{M}]+/gu)?.map(foldName))) {
      const own = found.get(word);
      if (own) own.push(title);
      else found.set(word, [title]);
    }
  }
  return found;
}

/** Whether the other words say so, were this one a word that also is a name. */
function isPerson(title: string, word: string, gazetteer: Gazetteer): boolean {
  const doubted = DOUBTED[gazetteer.classOf(word)];
  const classOf: Gazetteer["classOf"] = (one) =>
    (foldName(one) === word ? doubted : undefined) ?? gazetteer.classOf(one);
  return nameDetector({ classOf })(title, []).some(({ start, end }) =>
    wordsOf(title.slice(start, end), gazetteer).some(({ text }) => foldName(text) === word),
  );
}

const DOUBTED: Partial<Record<WordClass, WordClass>> = { given: "maybe-given", surname: "maybe-surname" };

/** The gazetteer of a help desk in which these words alone name nobody; "my name is Orion" and "Hi Orion," still do. */
export function withoutProductNames(gazetteer: Gazetteer, names: readonly string[]): Gazetteer {
  const exempt = new Set(names.flatMap((name) => name.split(/[^\p{L}\p{M}'’-]+/u)).map(foldName));
  return {
    classOf(word) {
      const found = gazetteer.classOf(word);
      return found !== "common" && exempt.has(foldName(word)) ? "unknown" : found;
    },
  };
}
