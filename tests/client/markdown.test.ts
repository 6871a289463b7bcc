import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Block, parseBlocks } from "../../client/shared/markdown/blocks.ts";
import { presentable } from "../../client/shared/markdown/half-written.ts";
import type { Inline } from "../../client/shared/markdown/inlines.ts";
import { safeHref } from "../../client/shared/markdown/safe-href.ts";

describe("Markdown in an answer", () => {
  it("[U2] keeps HTML as text", () => {
    expect(parseBlocks("<script>alert(1)</script> <img src=x onerror=alert(1)>")).toEqual([
      { kind: "paragraph", inlines: [text("<script>alert(1)</script> <img src=x onerror=alert(1)>")] },
    ]);
  });

  it.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "\u0001javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://example.com/1",
    "//example.com",
    "/\\example.com",
    "relative.md",
  ])("[U2] does not link to %j", (href) => {
    expect(safeHref(href)).toBeNull();
  });

  it.each([
    ["https://example.com/a?b=c#d", "https://example.com/a?b=c#d"],
    ["http://example.com", "http://example.com/"],
    ["mailto:help@example.com", "mailto:help@example.com"],
    ["/docs/install.md#linux", "/docs/install.md#linux"],
  ])("[U2] links to %j", (written, href) => {
    expect(safeHref(written)).toBe(href);
  });

  it("[U2] shows a link that leads nowhere safe as it was written", () => {
    expect(inlinesOf("see [this](javascript:alert(1)) now")).toEqual([text("see [this](javascript:alert(1)) now")]);
  });

  it("[U2] reads emphasis, code, links and bare addresses", () => {
    expect(inlinesOf("**bold** *it* ~~no~~ `a*b` [docs](/docs/a.md) https://example.com/x.")).toEqual([
      { kind: "strong", children: [text("bold")] },
      text(" "),
      { kind: "emphasis", children: [text("it")] },
      text(" "),
      { kind: "deleted", children: [text("no")] },
      text(" "),
      { kind: "code", text: "a*b" },
      text(" "),
      { kind: "link", href: "/docs/a.md", children: [text("docs")] },
      text(" "),
      { kind: "link", href: "https://example.com/x", children: [text("https://example.com/x")] },
      text("."),
    ]);
  });

  it("[U2] leaves snake_case, arithmetic and lone marks alone", () => {
    expect(inlinesOf("set max_old_space to 2 * 3 * 4 and a ** b")).toEqual([
      text("set max_old_space to 2 * 3 * 4 and a ** b"),
    ]);
  });

  it("[U4] reads citation markers", () => {
    expect(inlinesOf("So it is [1][12]. See [3](https://example.com/).")).toEqual([
      text("So it is "),
      { kind: "citation", marker: 1 },
      { kind: "citation", marker: 12 },
      text(". See "),
      { kind: "link", href: "https://example.com/", children: [text("3")] },
      text("."),
    ]);
  });

  it("[U2] reads headings, nested lists with code, quotes, rules and tables", () => {
    const blocks = parseBlocks(
      [
        "## Install ##",
        "1. First",
        "   ```sh",
        "   npm start",
        "   ```",
        "2. Second",
        "   - inner",
        "   - other",
        "",
        "> quoted",
        "---",
        "| a | b \\| c |",
        "|---|:-:|",
        "| 1 | `x` |",
      ].join("\n"),
    );

    expect(blocks).toEqual([
      { kind: "heading", inlines: [text("Install")] },
      {
        kind: "list",
        start: 1,
        items: [
          [paragraph("First"), { kind: "code", language: "sh", text: "npm start" }],
          [paragraph("Second"), { kind: "list", start: null, items: [[paragraph("inner")], [paragraph("other")]] }],
        ],
      },
      { kind: "quote", blocks: [paragraph("quoted")] },
      { kind: "rule" },
      { kind: "table", head: [[text("a")], [text("b | c")]], rows: [[[text("1")], [{ kind: "code", text: "x" }]]] },
    ]);
  });

  it("[U2] shows a code block while it is still being streamed", () => {
    expect(parseBlocks("```js\nlet a = 1;")).toEqual([{ kind: "code", language: "js", text: "let a = 1;" }]);
  });

  it.each([
    ["Run **npm st", "Run **npm st**"],
    ["Run `npm st", "Run `npm st`"],
    ["It is so [1", "It is so "],
    ["One\n2", "One"],
    ["Both **a** and *", "Both **a** and "],
    ["```\nlet a = b ** c", "```\nlet a = b ** c"],
    ["Whole.", "Whole."],
  ])("[U5] shows a half-written %j as %j", (written, shown) => {
    expect(presentable(written)).toBe(shown);
  });

  it("[U2] never makes an unsafe link, whatever comes in", () => {
    fc.assert(
      fc.property(markdownText, (written) => {
        for (const href of linksOf(parseBlocks(written))) expect(href).toMatch(/^(https?:|mailto:|\/(?![/\\]))/);
      }),
    );
  });

  it("[U3] shows every word that came in, in order", () => {
    fc.assert(
      fc.property(markdownText, (written) => {
        expect(lettersOf(wordsOf(parseBlocks(written)))).toBe(lettersOf(written));
      }),
      { numRuns: 500 },
    );
  });

  it("[U2] reads hostile repetition in bounded steps", () => {
    for (const piece of ["[", "*", "**a", "`", "> ", "- ", "|", "_a", "[a](", "<", "  ", "#", "~~~\n"]) {
      expect(parseBlocks(piece.repeat(5_000)).length).toBeGreaterThanOrEqual(0);
    }
  });
});

/** Bits that mean something in Markdown, so that chance meets the rules. Addresses have no letters to be dropped. */
const markdownText = fc
  .array(
    fc.oneof(
      fc.constantFrom("*", "**", "_", "`", "```", "~~", "\n", "\n\n", "- ", "1. ", "> ", "# ", "|", "|-|-|", "[", "]"),
      fc.constantFrom(
        "(",
        ")",
        "](",
        "[1]",
        "<b>",
        "<script>",
        "javascript:alert(1)",
        "data:x",
        "\\",
        " ",
        "   ",
        "\t",
      ),
      fc.constantFrom("[a](javascript:b)", "[a](https://1.1)", "https://1.1", "[a](/2)", "| a | b |\n|---|---|\n"),
      fc.string({ unit: fc.constantFrom(..."abcdef"), maxLength: 6 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(""));

/** Letters only: digits may be a list's numbers or an address, marks may be Markdown. */
function lettersOf(written: string): string {
  return written.replaceAll("https", "").replace(/[^a-zA-Z]/g, "");
}

function wordsOf(blocks: Block[]): string {
  return blocks
    .map((block) => {
      switch (block.kind) {
        case "paragraph":
        case "heading":
          return inlineWords(block.inlines);
        case "code":
          return block.language + block.text;
        case "quote":
          return wordsOf(block.blocks);
        case "list":
          return block.items.map(wordsOf).join(" ");
        case "table":
          return [block.head, ...block.rows].flat().map(inlineWords).join(" ");
        default:
          return "";
      }
    })
    .join(" ");
}

function inlineWords(inlines: Inline[]): string {
  return inlines
    .map((inline) => {
      if ("children" in inline) return inlineWords(inline.children);
      return "text" in inline ? inline.text : "";
    })
    .join("");
}

function linksOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(linksOf);
  if (typeof value !== "object" || value === null) return [];
  const own = "href" in value ? [String(value.href)] : [];
  return [...own, ...Object.values(value).flatMap(linksOf)];
}

function inlinesOf(written: string): Inline[] {
  const [block] = parseBlocks(written);
  return block?.kind === "paragraph" ? block.inlines : [];
}

function paragraph(words: string): Block {
  return { kind: "paragraph", inlines: [text(words)] };
}

function text(words: string): Inline {
  return { kind: "text", text: words };
}
