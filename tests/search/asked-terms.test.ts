import { describe, expect, it } from "@jest/globals";
import { askedTerms } from "../../src/search/asked-terms.ts";

const pages = new Set("bring booking cancel dented changed take".split(" "));
const heard = new Set("beings".split(" "));
const reader = {
  terms: (text: string) =>
    [...text.matchAll(/\p{L}+/gu)].map(([surface]) => ({ surface, stem: surface, idf: 1, known: pages.has(surface) })),
  statistics: (_stem: string) => ({ ids: [], passages: 1, idf: 2, pageIdf: 2 }),
};
const NEAREST: Record<string, { stem: string; weight: number }> = {
  bokking: { stem: "booking", weight: 1 },
  cancle: { stem: "cancel", weight: 1 },
  denied: { stem: "dented", weight: 1 },
  being: { stem: "bring", weight: 1 },
  beings: { stem: "bring", weight: 1 },
  bookinnns: { stem: "booking", weight: 0.5 },
};
const spellings = (word: string) => (NEAREST[word] ? [NEAREST[word]] : []);

const stemsOf = (text: string, near: typeof spellings | null = spellings, carried = new Map<string, number>()) =>
  askedTerms({
    query: { text, limit: 1, carried },
    reader,
    standIn: (stem) => stem,
    spellings: near,
    background: (surface) => (heard.has(surface) ? 0.5 : 0.001),
  }).map(({ stem }) => stem);

describe("the words that support is judged by", () => {
  it("[R23] leaves out shorthand and light verbs that no page holds", () => {
    expect(stemsOf("u need bring pls")).toEqual(["bring"]);
    expect(stemsOf("take bring")).toEqual(["take", "bring"]);
  });

  it("[R23] keeps them where nothing else is asked", () => {
    expect(stemsOf("need u")).toEqual(["need", "u"]);
    expect(stemsOf("")).toEqual([]);
  });

  it("[R23] takes a misspelt word for the one that it is near to", () => {
    expect(stemsOf("cancle bokking")).toEqual(["cancel", "booking"]);
  });

  it.each(["denied", "being", "beings", "bookinnns", "unheard"])(
    "[R23] leaves %p as it stands: a form, short, said elsewhere, too far or near to nothing",
    (word) => {
      expect(stemsOf(word)).toEqual([word]);
    },
  );

  it("[R23] does neither while it is calibrated, and reads what the conversation carries", () => {
    expect(stemsOf("need bokking", null)).toEqual(["need", "bokking"]);
    expect(stemsOf("bring", spellings, new Map([["bokking", 0.2]]))).toEqual(["bring", "booking"]);
  });
});
