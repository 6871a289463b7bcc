import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Tokeniser } from "../../src/search/tokeniser.ts";

type Token = { word: string; parts: number };

function tokens(text: string | Uint8Array): Token[] {
  const bytes = Buffer.from(text);
  const found: Token[] = [];
  new Tokeniser().run(bytes, 0, bytes.length, (word, length, _hash, parts) => {
    found.push({ word: Buffer.from(word.subarray(0, length)).toString(), parts });
  });
  return found;
}

const words = (text: string) => tokens(text).map(({ word }) => word);
const letters = (alphabet: string) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: 2, maxLength: 12 }).map((all) => all.join(""));

describe("splitting text into words", () => {
  it("[R1] folds case and accents", () => {
    expect(words("Réinitialiser Über naïve STRASSE Straße")).toEqual([
      "reinitialiser",
      "uber",
      "naive",
      "strasse",
      "strasse",
    ]);
  });

  it("[R2] gives the parts of an identifier and then the whole", () => {
    expect(tokens("set max_tokens")).toEqual([
      { word: "set", parts: 0 },
      { word: "max", parts: 0 },
      { word: "tokens", parts: 0 },
      { word: "max_tokens", parts: 2 },
    ]);
    expect(words("HTTPServer")).toEqual(["http", "server", "httpserver"]);
    expect(words("URLs __init__")).toEqual(["urls", "init"]);
  });

  it("[R2] keeps versions and error codes whole", () => {
    expect(words("v1.2.3, 3.5.1. ERR_42 0x80070057 E1001")).toEqual([
      "1.2.3",
      "3.5.1",
      "err",
      "42",
      "err_42",
      "0x80070057",
      "e1001",
    ]);
  });

  it("[R3] segments scripts without spaces", () => {
    expect(words("パスワードをリセット")).toEqual(["パスワード", "を", "リセット"]);
    expect(words("เปลี่ยนรหัสผ่าน")).toEqual(["เปลี่ยน", "รหัส", "ผ่าน"]);
    expect(words("重置密码").join("")).toBe("重置密码");
  });

  it("[R1] finds every ASCII word, whatever stands in between", () => {
    const word = letters("abcdefghijklmnopqrstuvwxyz0123456789");
    const separator = fc.constantFrom(" ", ", ", "\n", "—", " - ", "/", "(", "“", "’ ");
    fc.assert(
      fc.property(fc.array(fc.tuple(word, separator)), (pairs) => {
        expect(words(pairs.flat().join(""))).toEqual(pairs.map(([written]) => unversioned(written)));
      }),
    );
  });

  it("[R2] joins the parts of any snake_case identifier to the whole", () => {
    fc.assert(
      fc.property(fc.array(letters("abcdef"), { minLength: 2, maxLength: 4 }), (parts) => {
        expect(tokens(parts.join("_"))).toEqual([
          ...parts.map((word) => ({ word, parts: 0 })),
          { word: parts.join("_"), parts: parts.length },
        ]);
      }),
    );
  });

  it("[R1] survives any bytes, and never gives an empty or endless word", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const { word } of tokens(bytes)) {
          expect(word.length).toBeGreaterThan(0);
          expect(Buffer.byteLength(word)).toBeLessThanOrEqual(64);
        }
      }),
    );
  });
});

/** A leading v before a digit is dropped, as in v2. */
function unversioned(word: string): string {
  return /^v\d./.test(word) || /^v\d$/.test(word) ? (word.length > 2 ? word.slice(1) : word) : word;
}
