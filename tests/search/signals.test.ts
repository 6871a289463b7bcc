import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { bigramWorth, wordPairs } from "../../src/search/bigrams.ts";
import { editDistance } from "../../src/search/edit-distance.ts";
import { distinctWords, nearDuplicates } from "../../src/search/near-duplicates.ts";
import { GAP } from "../../src/search/passage-terms.ts";
import { phraseWorth } from "../../src/search/phrases.ts";
import { synonyms } from "../../src/search/synonyms.ts";

const asked = (...ids: number[]) => wordPairs(ids.map((id) => ({ id, idf: 2 })));

describe("neighbouring words", () => {
  it("[R5] count in order, with one word in between at most, and never across a heading", () => {
    const pairs = asked(1, 2);

    expect(bigramWorth(pairs, Int32Array.of(7, 1, 2))).toBe(2);
    expect(bigramWorth(pairs, Int32Array.of(1, 7, 2))).toBe(2);
    expect(bigramWorth(pairs, Int32Array.of(1, 7, 8, 2))).toBe(0);
    expect(bigramWorth(pairs, Int32Array.of(2, 1))).toBe(0);
    expect(bigramWorth(pairs, Int32Array.of(1, GAP, 2))).toBe(0);
  });

  it("[R5] count once however often they stand there, and not for words that the index lacks", () => {
    expect(bigramWorth(asked(1, 2, 1, 2), Int32Array.of(1, 2, 1, 2))).toBe(4);
    expect(asked(1, -1, 2)).toEqual([]);
  });
});

describe("quoted phrases", () => {
  it("[R6] count where all their words follow each other", () => {
    const phrases = [{ terms: [1, 2, 3], worth: 5 }];

    expect(phraseWorth(phrases, Int32Array.of(1, 2, 1, 2, 3))).toBe(5);
    expect(phraseWorth(phrases, Int32Array.of(1, 2, 9, 3))).toBe(0);
  });
});

describe("near copies", () => {
  const page = (name: string, ...terms: number[]) => ({
    page: name,
    words: distinctWords(Int32Array.from(terms)),
  });

  it("[R9] are marked on other pages only, and only below what they repeat", () => {
    const passages = [page("a", 1, 2, 3, 4, 5), page("a", 1, 2, 3, 4, 5), page("b", 5, 4, 3, 2, 1), page("c", 1, 2, 3)];

    expect(nearDuplicates(passages)).toEqual([false, false, true, false]);
  });

  it("[R9] share four fifths of their distinct words, to the word", () => {
    const list = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 });
    fc.assert(
      fc.property(list, list, (one, other) => {
        const common = new Set(one.filter((term) => other.includes(term))).size;
        const all = new Set([...one, ...other]).size;
        const [, copy] = nearDuplicates([page("a", ...one), page("b", ...other)]);

        expect(copy).toBe(all > 0 && common / all >= 0.8);
      }),
    );
  });
});

describe("synonyms", () => {
  it("[R7] relate every word of a group to the others; comments and groups of several words are left out", () => {
    const stems = (words: string) => words.split(" ").filter((word) => word !== "");
    const expand = synonyms("# a comment\nbill, invoice , statement # more\nsign in, login", stems);

    expect(expand("invoice")).toEqual(["bill", "statement"]);
    expect(expand("login")).toEqual([]);
    expect(expand("unrelated")).toEqual([]);
  });
});

describe("the distance of two spellings", () => {
  const word = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 5 }).map((letters) => letters.join(""));

  it("[R8] is the fewest insertions, deletions, substitutions and swaps", () => {
    expect(editDistance("invoice", "invocie", 2)).toBe(1);
    expect(editDistance("invoice", "invoices", 2)).toBe(1);
    expect(editDistance("invoice", "voice", 2)).toBe(2);
    expect(editDistance("kitten", "sitting", 2)).toBe(3);
  });

  it("[R8] is the same both ways, zero only for the same word, and agrees with a plain recursion", () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const distance = editDistance(one, other, 9);
        expect(distance).toBe(editDistance(other, one, 9));
        expect(distance === 0).toBe(one === other);
        expect(distance).toBe(plainDistance(one, other));
        expect(editDistance(one, other, 1)).toBe(Math.min(distance, 2));
      }),
    );
  });
});

function plainDistance(one: string, other: string): number {
  if (one === "" || other === "") return one.length + other.length;
  const same = one.at(-1) === other.at(-1) ? 0 : 1;
  const swapped = one.length > 1 && other.length > 1 && one.at(-1) === other.at(-2) && one.at(-2) === other.at(-1);
  return Math.min(
    plainDistance(one.slice(0, -1), other) + 1,
    plainDistance(one, other.slice(0, -1)) + 1,
    plainDistance(one.slice(0, -1), other.slice(0, -1)) + same,
    swapped ? plainDistance(one.slice(0, -2), other.slice(0, -2)) + 1 : Number.POSITIVE_INFINITY,
  );
}
