/** How often each n-gram of a text occurs, by the n-gram's hash. */
export type Grams = { words: Map<number, number>; characters: Map<number, number> };

const SHORTEST = 2;
const LONGEST = 5;
/** Longer "words" are keys, links or noise: their beginning is enough. */
const LONGEST_WORD = 40;

const WORD = /[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}\p{M}]+)*|[?!]/gu;
const WORD_SEED = 0x811c9dc5;
const CHARACTER_SEED = 0x01000193;

/**
 * Word 1–2-grams, and character 2–5-grams within words (their edges marked by a blank), lower-cased, every digit read
 * as 0. Hashes instead of words, so that a trained artefact spells out nothing that a customer wrote.
 */
export function gramsOf(text: string): Grams {
  const words = (text.normalize("NFKC").toLowerCase().match(WORD) ?? []).map(simplified);
  const grams: Grams = { words: new Map(), characters: new Map() };

  for (const [at, word] of words.entries()) {
    count(grams.words, hashOf(word));
    if (at > 0) count(grams.words, hashOf(`${words[at - 1]} ${word}`));
    countCharacters(` ${word} `, grams.characters);
  }
  return grams;
}

const simplified = (word: string) => word.slice(0, LONGEST_WORD).replaceAll("’", "'").replace(/\p{N}/gu, "0");

function countCharacters(padded: string, into: Map<number, number>): void {
  for (let start = 0; start < padded.length; start += 1) {
    let hash = CHARACTER_SEED;
    const end = Math.min(padded.length, start + LONGEST);
    for (let at = start; at < end; at += 1) {
      hash = mix(hash, padded.charCodeAt(at));
      if (at - start + 1 >= SHORTEST) count(into, hash >>> 0);
    }
  }
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string, seed = WORD_SEED): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = mix(hash, text.charCodeAt(at));
  return hash >>> 0;
}

/** FNV-1a over UTF-16 units: 32 bits keep 100,000 n-grams apart but for about one pair. */
const mix = (hash: number, unit: number) => Math.imul(hash ^ unit, 0x01000193);

const count = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1);
