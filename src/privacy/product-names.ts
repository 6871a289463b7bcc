import { foldName, type Gazetteer, type WordClass } from "./gazetteer.ts";
import { nameDetector } from "./name.ts";
import { wordsOf } from "./name-words.ts";

/** One title may be about a person; what two pages are called after is what the documentation is about. */
const FEWEST_TITLES = 2;
/** A running text names its authors and contacts, too. */
const FEWEST_PASSAGES = 3;

/**
 * Words in the titles and headings of a documentation that the rules would take for people wherever they stand: "Zephyr"
 * and "Orion" are products where pages are called after them. Beside a surname, or greeted, it is a person and not counted. Names that
 * also are words ("Mark") need a second sign anyway, and titles of every kind hold them.
 */
export function productNamesIn(titles: readonly string[], gazetteer: Gazetteer): string[] {
  return [...titlesByWord(titles)].flatMap(([word, own]) => {
    if (own.length < FEWEST_TITLES || !DOUBTED[gazetteer.classOf(word)]) return [];
    return own.filter((title) => !isPerson(title, word, gazetteer)).length < FEWEST_TITLES ? [] : [word];
  });
}

/**
 * The same for running texts, where a word counts that stands in several passages beside another capitalised one, as in "the
 * pier of Little Holm", or in small letters, as "fares" does: that is a word before it is anybody's name.
 */
export function productNamesInTexts(passages: Iterable<string>, gazetteer: Gazetteer): string[] {
  const doubted = remembered((word) => DOUBTED[gazetteer.classOf(word)] !== undefined);
  const counts = new Map<string, number>();
  const isOpen = (word: string) => doubted(word) && (counts.get(word) ?? 0) < FEWEST_PASSAGES;
  for (const text of passages) {
    for (const word of new Set([...smallWords(text, isOpen), ...placeWords(text, isOpen, gazetteer)]))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].flatMap(([word, count]) => (count < FEWEST_PASSAGES ? [] : [word]));
}

/** Each word of a documentation is asked for thousands of times. */
function remembered(ask: (word: string) => boolean): (word: string) => boolean {
  const known = new Map<string, boolean>();
  return (word) => {
    const answer = known.get(word) ?? ask(word);
    known.set(word, answer);
    return answer;
  };
}

/** No part of an address, a path or a name in code. */
const SMALL = /(?<![\p{L}\p{M}\p{N}@./_`'’-])\p{Ll}[\p{L}\p{M}]{2,}(?![\p{L}\p{M}\p{N}@/_`'’-]|\.\p{L})/gu;

const smallWords = (text: string, isOpen: (word: string) => boolean): string[] =>
  (text.match(SMALL) ?? []).filter(isOpen).map(foldName);

const SEQUENCE = /\p{Lu}\p{Ll}[\p{L}\p{M}]+(?: \p{Lu}\p{Ll}[\p{L}\p{M}]+)+/gu;
/** Around a sequence, in UTF-16 units: as far as a title or a greeting would stand. */
const SIGHT = 40;

function placeWords(text: string, isOpen: (word: string) => boolean, gazetteer: Gazetteer): string[] {
  return [...text.matchAll(SEQUENCE)].flatMap(({ 0: written, index }) => {
    const [first, ...others] = written.split(" ").map(foldName);
    const starts = index === 0 || /(?:[.!?:>*#\n-]|\d\.)\s*$/u.test(text.slice(Math.max(0, index - 3), index));
    // "Ask Holm" at the head of a sentence is no sequence.
    if (starts && others.length === 1 && gazetteer.classOf(first!) === "common") return [];
    const around = text.slice(Math.max(0, index - SIGHT), index + written.length + SIGHT);
    return [first!, ...others].filter((word) => isOpen(word) && !isPerson(around, word, gazetteer));
  });
}

/** Some 27,000 titles take a tenth of a second. */
function titlesByWord(titles: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const title of new Set(titles)) {
    for (const word of new Set(title.match(/\p{L}\p{Ll}[\p{L}\p{M}]+/gu)?.map(foldName))) {
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
