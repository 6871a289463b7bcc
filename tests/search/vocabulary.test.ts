import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { hashed, Vocabulary, VocabularyBuilder } from "../../src/search/vocabulary.ts";

describe("numbering words", () => {
  it("[R1] gives equal words equal numbers and different words different ones", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 12 }), { maxLength: 400 }), (words) => {
        const vocabulary = new VocabularyBuilder();
        const numbers = new Map<string, number>();
        for (const word of words) {
          const { bytes, length, hash } = hashed(word);
          const number = vocabulary.add(bytes, length, hash);
          expect(number).toBe(numbers.get(word) ?? numbers.size);
          numbers.set(word, number);
        }
        for (const [word, number] of numbers) expect(vocabulary.text(number)).toBe(Buffer.from(word).toString());
      }),
    );
  });

  it("[R1] finds again what was stored and nothing else", () => {
    const vocabulary = new VocabularyBuilder();
    for (let number = 0; number < 10_000; number++) {
      const { bytes, length, hash } = hashed(`word ${number}`);
      vocabulary.add(bytes, length, hash);
    }
    const opened = new Vocabulary(vocabulary.arrays());
    const find = (word: string) => {
      const { bytes, length, hash } = hashed(word);
      return opened.find(bytes, length, hash);
    };

    expect([find("word 0"), find("word 9999"), find("word 10000")]).toEqual([0, 9_999, -1]);
  });
});
