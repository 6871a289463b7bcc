import { describe, expect, it } from "@jest/globals";
import { encode, meanOfTokens } from "../../src/search/minilm-encoding.ts";
import { readWordPieces } from "../../src/search/word-pieces.ts";

const pieces = readWordPieces("hello\nworld\n##s\n!");

describe("what MiniLM is given", () => {
  it("[V14] is the pieces between start and end, unknown words marked", () => {
    expect(encode("Hello worlds, xyz!", pieces)).toEqual([101, 0, 1, 2, 100, 100, 3, 102]);
  });

  it("[V14] is at most 256 pieces, the end included", () => {
    const ids = encode("hello ".repeat(1_000), pieces)!;

    expect(ids).toHaveLength(256);
    expect(ids.at(-1)).toBe(102);
  });

  it("[V6] is nothing when no word is known", () => {
    expect(encode("", pieces)).toBeNull();
    expect(encode("価格 は", pieces)).toBeNull();
  });
});

describe("what is made of MiniLM's tokens", () => {
  it("[V14] is their mean, scaled to norm 1", () => {
    const vector = meanOfTokens(Float32Array.of(3, 0, 3, 8), 2);

    expect([...vector]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  });
});
