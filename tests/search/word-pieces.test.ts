import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { bertWords, piecesOf, readWordPieces } from "../../src/search/word-pieces.ts";

const letters = fc.constantFrom("a", "b", "c");
const vocabulary = fc
  .uniqueArray(
    fc
      .tuple(fc.boolean(), fc.array(letters, { minLength: 1, maxLength: 4 }))
      .map(([continues, piece]) => `${continues ? "##" : ""}${piece.join("")}`),
    { minLength: 1, maxLength: 20 },
  )
  .map((lines) => ({ lines, pieces: readWordPieces(lines.join("\n")) }));
const word = fc.array(letters, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));

describe("word pieces", () => {
  it("[V13] put together are the word again, each the longest that fits", () => {
    fc.assert(
      fc.property(vocabulary, word, ({ lines, pieces }, word) => {
        const rows = piecesOf(word, pieces);
        fc.pre(rows !== null);

        let rest = word;
        for (const [place, row] of rows.entries()) {
          const prefix = place === 0 ? "" : "##";
          const fitting = lines.filter((line) =>
            prefix ? line.startsWith("##") && rest.startsWith(line.slice(2)) : rest.startsWith(line),
          );
          const longest = Math.max(...fitting.map((line) => line.length));
          expect(lines[row]!.length).toBe(longest);
          rest = rest.slice(longest - prefix.length);
        }
        expect(rest).toBe("");
      }),
    );
  });

  it("[V13] are none for a word that has a part without a piece, or over 100 characters", () => {
    const pieces = readWordPieces("un\n##known\n##kn\na");

    expect(piecesOf("unknown", pieces)).toEqual([0, 1]);
    expect(piecesOf("unkn", pieces)).toEqual([0, 2]);
    expect(piecesOf("unkno", pieces)).toBeNull();
    expect(piecesOf("known", pieces)).toBeNull();
    expect(piecesOf("a".repeat(101), readWordPieces("a\n##a"))).toBeNull();
    expect(piecesOf("a".repeat(100), readWordPieces("a\n##a"))).toHaveLength(100);
  });
});

describe("the words of a text", () => {
  it("[V13] are in lower case, without accents, and each mark and ideograph stands alone", () => {
    expect(bertWords("Café déjà-vu: $5, 价格\tNAÏVE")).toEqual([
      "cafe",
      "deja",
      "-",
      "vu",
      ":",
      "$",
      "5",
      ",",
      "价",
      "格",
      "naive",
    ]);
    expect(bertWords("zero\u0000wid\u200Dth")).toEqual(["zerowidth"]);
  });

  it("[V13] stay the same when split again, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const words = bertWords(text);

        expect(words).not.toContain("");
        expect(bertWords(words.join(" "))).toEqual(words);
      }),
    );
  });
});
