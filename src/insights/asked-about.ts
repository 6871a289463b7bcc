import { alike, type ContentWord, contentReader, languageOf } from "../review/content-words.ts";
import type { Embedder } from "../search/embedder.ts";

export type AskedAbout = {
  apart: (one: number, other: number) => number;
  isComparable: (question: number) => boolean;
};

/**
 * `apart`: how far two questions, by their place, are about different things, from 0 to 1: what only one of them says against
 * what only the other says, word for word, rare words first. "Do you rent tents?" and "Do you rent helmets?" are nearly
 * one sentence, and not one question. 0 where one says all that the other does. `isComparable`: the embedder knows a
 * word of it. In a script that it cannot read all questions would mean their question mark.
 */
export async function askedAbout(texts: readonly string[], embedder: Embedder): Promise<AskedAbout> {
  const read = contentReader();
  const questions = texts.map((text) => read(text, languageOf(text)));
  const words = [...new Map(questions.flat().map((word) => [word.word, word])).values()];
  const vectors = await embedder.embed(words.map(({ word }) => word));
  const likeness = wordLikeness(words, vectors);
  const placeOf = new Map(words.map(({ word }, place) => [word, place]));
  const asked = questions.map((question) => [...new Set(question.map(({ word }) => placeOf.get(word)!))]);
  const rarity = raritiesOf(asked, words.length);

  const without = (ours: readonly number[], theirs: readonly number[]) =>
    ours.filter((word) => !theirs.some((other) => likeness(word, other) === SAME));
  /** Mean likeness of each word to the nearest of the others, by rarity. */
  const nearness = (ours: readonly number[], theirs: readonly number[]) => {
    let [near, all] = [0, 0];
    for (const word of ours) {
      near += rarity[word]! * Math.max(...theirs.map((other) => likeness(word, other)));
      all += rarity[word]!;
    }
    return near / all;
  };
  return {
    apart(one, other) {
      const own = without(asked[one]!, asked[other]!);
      const others = without(asked[other]!, asked[one]!);
      if (own.length === 0 || others.length === 0) return 0;
      return Math.min(1, Math.max(0, 1 - (nearness(own, others) + nearness(others, own)) / 2));
    },
    isComparable: (question) => asked[question]!.some((word) => vectors[word]!.some((value) => value !== 0)),
  };
}

/** No cosine is more. */
const SAME = 2;

/** The cosine of two words by their place, or `SAME`. Each pair is looked at once: questions share most of their words. */
function wordLikeness(words: readonly ContentWord[], vectors: readonly Float32Array[]) {
  const known = new Float32Array(words.length ** 2).fill(Number.NaN);
  return (one: number, other: number): number => {
    const at = Math.min(one, other) * words.length + Math.max(one, other);
    if (Number.isNaN(known[at])) {
      known[at] = alike(words[one]!, words[other]!) ? SAME : product(vectors[one]!, vectors[other]!);
    }
    return known[at]!;
  };
}

/** Inverse frequency among the questions. */
function raritiesOf(asked: readonly (readonly number[])[], words: number): number[] {
  const uses = new Array<number>(words).fill(0);
  for (const word of asked.flat()) uses[word]! += 1;
  return uses.map((count) => Math.log(1 + asked.length / count));
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += one[at]! * other[at]!;
  return sum;
}
