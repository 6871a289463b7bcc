import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { passagesOf } from "../../src/ingest/page-passages.ts";
import { readPageTree } from "../../src/ingest/page-tree.ts";
import { parsePage } from "../../src/ingest/parse-page.ts";

const passages = (markdown: string, path = "page.md") => passagesOf(readPageTree(path, markdown));
const texts = (markdown: string, path?: string) => passages(markdown, path).map(({ text }) => text);
const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(" ");

describe("cutting a page into passages", () => {
  it("[K4] gives each passage its heading path and GitHub's anchor, numbered where a heading comes again", () => {
    const found = passages("# Lamp\n\nIntro.\n\n## Set-up & use\n\nA.\n\n### Wall\n\nB.\n\n## Wall\n\nC.");

    expect(found.map(({ anchor, headings }) => [anchor, headings])).toEqual([
      ["lamp", []],
      ["set-up--use", ["Set-up & use"]],
      ["wall", ["Set-up & use", "Wall"]],
      ["wall-1", ["Wall"]],
    ]);
  });

  it("[K4] takes the title from the front matter, else the first heading, else the file's name", () => {
    expect(passages("---\ntitle: Lamps\n---\n# Other\n\nText.")[0]).toMatchObject({
      title: "Lamps",
      headings: ["Other"],
    });
    expect(passages("Text.\n\n## Second\n\nMore.")[0]?.title).toBe("Second");
    expect(passages("Text.", "a/b/net-price.md")[0]?.title).toBe("net-price");
  });

  it("[K4] carries source and tags, and no source that is no web address", () => {
    const [page] = passages("---\nsource: https://x.example/a\ntags: [one, two]\n---\nText.");
    expect(page).toMatchObject({ source: "https://x.example/a", tags: ["one", "two"] });

    expect(passages("---\nsource: javascript:alert(1)\ntags: a, b\n---\nText.")[0]).toMatchObject({
      source: "",
      tags: ["a", "b"],
    });
    expect(passages("---\ntitle: [broken\n---\nText.")[0]?.text).toBe("Text.");
  });

  it("[K5] keeps code, tables and numbered steps whole, with the line that leads in to them", () => {
    const code = `\`\`\`sh\n${"echo a long line of shell\n".repeat(60)}\`\`\``;
    const table = `| a | b |\n| --- | --- |\n${`| ${words(8)} | x |\n`.repeat(30)}`.trim();
    const steps = Array.from({ length: 20 }, (_, index) => `${index + 1}. ${words(8)}`).join("\n");
    const page = texts(
      `${words(90)}\n\nRun this:\n\n${code}\n\n${words(90)}\n\n${table}\n\n${words(90)}\n\nDo this:\n\n${steps}`,
    );

    expect(page.filter((text) => text.includes(code) && text.includes("Run this:"))).toHaveLength(1);
    expect(page.filter((text) => text.includes(table))).toHaveLength(1);
    expect(page.filter((text) => text.includes(steps) && text.includes("Do this:"))).toHaveLength(1);
  });

  it("[K5] keeps numbered steps together when a code block stands between them", () => {
    expect(texts(`1. ${words(80)}\n\n\`\`\`sh\nnpm i\n\`\`\`\n\n2. ${words(80)}\n\n3. ${words(80)}`)).toHaveLength(1);
  });

  it("[K5] parts a very long table between rows and repeats its header", () => {
    const table = `| key | value |\n| --- | --- |\n${`| ${words(20)} | x |\n`.repeat(100)}`;
    const parts = texts(table);

    expect(parts.length).toBeGreaterThan(1);
    expect(parts.every((part) => part.startsWith("| key | value |\n| --- | --- |\n"))).toBe(true);
    expect(parts.join("\n").match(/word0/g)).toHaveLength(100);
  });

  it("[K5] cuts prose between sentences, into 500 to 800 characters", () => {
    const sentence = "The lamp is made of paper, and it is very light. ";
    const found = texts(sentence.repeat(60));

    expect(found.every((text) => text.endsWith("."))).toBe(true);
    expect(found.slice(0, -1).every((text) => text.length >= 500 && text.length <= 800)).toBe(true);
  });

  it("[K6] reduces links and emphasis to words, keeps code spans, drops images and HTML", () => {
    const page = "Use [the *lamp*](x.md), `a_b` and <b>wood</b>.<br>Then ![pic](p.png)stop\\. [![badge](b.svg)](ci)";

    expect(texts(page)).toEqual(["Use the lamp, `a_b` and wood.\nThen stop."]);
  });

  it("[K6] joins the lines of wrapped prose and keeps lines that are statements of their own", () => {
    const wrapped =
      "The shade of the lamp is made of paper that was washed by hand, which is why\nno two of them look the same. `Amber` is\nthe most popular one.";
    expect(texts(wrapped)).toEqual([wrapped.replaceAll("\n", " ")]);

    const statements = "Width: 20 cm\nHeight: 30 cm\nWeight: 400 g";
    expect(texts(statements)).toEqual([statements]);
  });

  it("[K6] reads HTML blocks, tables with empty lines in them included", () => {
    const page =
      "<p align=center>Hello <b>there</b></p>\n\n<table>\n<tr><th>A</th></tr>\n\n<tr><td>1</td></tr>\n</table>";

    expect(texts(page)).toEqual(["Hello there\n\n| A |\n| --- |\n| 1 |"]);
  });

  it.each([
    ["in a sentence", "Hello <script>evil()</script> world, <style>.a{color:red}</style>fine.", ["Hello world, fine."]],
    ["behind an empty line", "<div>\n<style>\n.a {}\n\n.b { color: blue }\n</style>\n</div>\n\nAfter.", ["After."]],
    ["before shown text", "<div><script>\nlet a = 1;\n\nlet b = 2;</script>Shown.</div>", ["Shown."]],
    [
      "in lists",
      "- one <script>evil()</script>\n- <div><style>\n  .x{}\n\n  .y{}\n  </style></div>\n- two",
      ["- one\n- two"],
    ],
    [
      "in quotations and tables",
      "> A <SCRIPT>evil()</SCRIPT > b.\n\n| a |\n|---|\n| x <style>.z{}</style> |",
      ["> A b.\n\n| a |\n| --- |\n| x |"],
    ],
    ["with a list, code and a line in it", "A <script>\n\n- evil\n\n      evil()\n\n***\n\n</script> b.", ["A\n\nb."]],
  ])("[K6] says nothing of a script or a style %s", (_, markdown, shown) => {
    expect(texts(markdown)).toEqual(shown);
  });

  it("[K6] says nothing of them in a heading, in MDX and in HTML", async () => {
    expect(passages("# T <script>evil()</script>\n\nText.")[0]).toMatchObject({ title: "T", text: "Text." });
    expect(
      texts("<style>{`.a{}`}</style>\n\nHello <script>evil()</script>world <style jsx>{`.b{}`}</style>", "a.mdx"),
    ).toEqual(["Hello world"]);
    const html =
      "<head><style>.a{}</style></head><h1>T</h1><p>Hello <script>evil()</script>world</p><style>.x{}</style>";
    expect(await parsePage("a.html", Buffer.from(html))).toMatchObject({ passages: [{ text: "Hello world" }] });
  });

  it("[K6] keeps what only looks as if it were one", () => {
    for (const text of [
      "Put the <script> tag in your page.\n\nThen save it.",
      "Use `<script>` for it, and `</script>` at its end.",
      "```html\n<script>start()</script>\n```",
      "A <scripted> word.",
    ])
      expect(texts(text).join("\n\n")).toBe(text.replace(/ <script(ed)?>/, ""));
    expect(texts("Open <style> here.\n\n## Next\n\nText </style> more.").join(" ")).toBe("Open here. Text more.");
  });

  it("[K6] takes scripts out of a page of nothing but their tags", () => {
    for (const piece of [
      "<script>",
      "</script>",
      "<style",
      "<script>x</script>",
      "a <style> b\n\n",
      "x </style> y\n\n",
    ])
      expect(texts(piece.repeat(1_000)).join("").length).toBeLessThan(50_000);
  });

  it("[K6] keeps the words of notes and warnings and drops their marks", () => {
    expect(texts("> [!WARNING]\n> Hot.")).toEqual(["> Warning: Hot."]);
    expect(texts(":::tip Save time\nUse it.\n:::")).toEqual(["Save time: Use it."]);
    expect(texts('!!! note "Mind"\n    the gap')).toEqual(["Mind: the gap"]);
  });

  it("[K7] reads MDX: text in components stays, code of the page goes", () => {
    const page =
      'import A from "a"\n\n# Set-up\n\n<Tabs><Tab title="Mac">\n\nRun `brew`.\n\n</Tab></Tabs>\n\n<Note>Mind {"the"} gap</Note>';

    expect(texts(page, "a.mdx")).toEqual(["Mac\n\nRun `brew`.\n\nMind the gap"]);
  });

  it("[K7] reads MDX that does not parse as Markdown", () => {
    expect(texts('import A from "a"\n\n# Set-up\n\nOpen { brace <unclosed>', "a.mdx")).toEqual(["Open { brace"]);
  });

  it("[K4] indexes a page of headings alone by its headings", () => {
    expect(texts("# Reference\n\n## Events")).toEqual(["Reference\nEvents"]);
  });

  it("[K8] changes a passage's hash with its words and with nothing else", () => {
    const [before] = passages("# A\n\nText *one*.");
    expect(passages("# A\n\n\nText **one**.")[0]?.hash).toBe(before?.hash);
    expect(passages("# A\n\nText two.")[0]?.hash).not.toBe(before?.hash);
  });

  it("[K8] never throws, numbers passages in order, and keeps ids apart and offsets within the page", () => {
    const line = fc.oneof(
      fc.constantFrom(
        "# A",
        "## A",
        "- x",
        "1. y",
        "| a |\n| - |\n| b |",
        "```\ncode\n```",
        "<table>",
        "</table>",
        "<a",
        "---",
      ),
      fc.string(),
      fc.lorem({ maxCount: 40 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom("a.md", "a.mdx"), (lines, path) => {
        const markdown = lines.join("\n\n");
        const found = passages(markdown, path);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        expect(found.map(({ ordinal }) => ordinal)).toEqual(found.map((_, index) => index));
        for (const { text, start, end } of found) {
          expect(text.trim()).not.toBe("");
          expect(0 <= start && start <= end && end <= markdown.length).toBe(true);
        }
      }),
    );
  });
});
