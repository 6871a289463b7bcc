import { alike, type ContentWord, contentReader, languageOf } from "../review/content-words.ts";
import type { Embedder } from "../search/embedder.ts";

/** A word with what it means, and how few of the questions use it. */
type WeighedWord = ContentWord & { vector: Float32Array; rarity: number };

/**
 * How far two questions, by their place, are about different things, from 0 to 1: what only one of them says against
 * what only the other says, word for word, rare words first. "Do you rent tents?" and "Do you rent helmets?" are nearly
 * one sentence, and not one question. 0 where one says all that the other does.
 */
export async function askedAbout(
  texts: readonly string[],
  embedder: Embedder,
): Promise<(one: number, other: number) => number> {
  const questions = await weighed(texts, embedder);

  return (one, other) => {
    const [ours, theirs] = [questions[one]!, questions[other]!];
    const own = without(ours, theirs);
    const others = without(theirs, ours);
    if (own.length === 0 || others.length === 0) return 0;
    return Math.min(1, Math.max(0, 1 - (nearness(own, others) + nearness(others, own)) / 2));
  };
}

async function weighed(texts: readonly string[], embedder: Embedder): Promise<WeighedWord[][]> {
  const read = contentReader();
  const questions = texts.map((text) => read(text, languageOf(text)));
  const uses = new Map<string, number>();
  for (const words of questions) {
    for (const stem of new Set(words.map(({ stem }) => stem))) uses.set(stem, (uses.get(stem) ?? 0) + 1);
  }
  const forms = [...new Set(questions.flat().map(({ word }) => word))];
  const vectors = await embedder.embed(forms);
  const vectorOf = new Map(forms.map((form, at) => [form, vectors[at]!]));
  return questions.map((words) =>
    words.map((word) => ({
      ...word,
      vector: vectorOf.get(word.word)!,
      rarity: Math.log(1 + texts.length / uses.get(word.stem)!),
    })),
  );
}

const without = (words: readonly WeighedWord[], others: readonly WeighedWord[]) =>
  words.filter((word) => !others.some((other) => alike(word, other)));

/** Mean cosine of each word with the nearest of the others, by rarity. */
function nearness(words: readonly WeighedWord[], others: readonly WeighedWord[]): number {
  let [near, all] = [0, 0];
  for (const { vector, rarity } of words) {
    near += rarity * Math.max(...others.map((other) => product(vector, other.vector)));
    all += rarity;
  }
  return near / all;
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += one[at]! * other[at]!;
  return sum;
}
