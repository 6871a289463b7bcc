import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { inlineParser } from "../../src/ingest/inline-parser.ts";
import type { PageParser } from "../../src/ingest/page-parser.ts";
import { processParser } from "../../src/ingest/process-parser.ts";

const sample = (name: string) => readFileSync(join(projectRoot(), "tests/support/sample", name));
const bytes = (text: string) => new TextEncoder().encode(text);

describe.each<[string, () => PageParser]>([
  ["in this thread", inlineParser],
  ["in processes of their own", () => processParser({ processes: 2, timeLimit: 60_000, memoryLimit: 512 })],
])("parsing pages %s", (_, open) => {
  let parser: PageParser;
  beforeAll(() => {
    parser = open();
  });
  afterAll(() => parser.close());

  it("[K1] gives a page as Markdown and passages", async () => {
    expect(await parser.parse("a/b.md", bytes("# A\n\nText."))).toMatchObject({
      markdown: "# A\n\nText.",
      passages: [{ id: "a/b.md#a/0", path: "a/b.md", title: "A", text: "Text." }],
    });
  });

  it("[K2] gives a reason for what cannot be used, and goes on", async () => {
    const found = await Promise.all([
      parser.parse("a.pdf", sample("unusable/encrypted.pdf")),
      parser.parse("b.docx", sample("unusable/broken.docx")),
      parser.parse("c.md", bytes("")),
      parser.parse("d.md", bytes("Text.")),
    ]);

    expect(found).toMatchObject([
      { reason: "encrypted: it asks for a password" },
      { reason: "broken: not a complete ZIP archive" },
      { reason: "empty" },
      { passages: [{ text: "Text." }] },
    ]);
  });

  it("[K2] gives each of many pages its own result", async () => {
    const found = await Promise.all(
      Array.from({ length: 40 }, (_, index) => parser.parse(`${index}.md`, bytes(`Text ${index}.`))),
    );

    expect(found.map((page) => ("passages" in page ? page.passages[0]?.text : page))).toEqual(
      Array.from({ length: 40 }, (_, index) => `Text ${index}.`),
    );
  });

  it("[K2] survives markup that is nested without end", async () => {
    const nested = await parser.parse("deep.html", bytes(`<main>${"<div>".repeat(50_000)}deep`));

    expect(nested).toEqual({ reason: expect.stringMatching(/./) });
    expect(await parser.parse("after.md", bytes("Text."))).toMatchObject({ passages: [{ text: "Text." }] });
  });
});

describe("a process for untrusted pages", () => {
  it("[K2] gives up a page that takes too long, and reads the next one", async () => {
    // Shorter than the start of a process: whatever the page holds, its time is over first.
    const parser = processParser({ processes: 1, timeLimit: 1, memoryLimit: 512 });

    expect(await parser.parse("slow.md", bytes("Text."))).toEqual({ reason: "took longer than 0.001 s" });
    await parser.close();
  });

  it("[K2] gives up a page that needs too much memory, and reads the next one", async () => {
    const parser = processParser({ processes: 1, timeLimit: 60_000, memoryLimit: 60 });
    const hungry = bytes("*a* [b](c) `d` ".repeat(60_000));

    expect(await parser.parse("hungry.md", hungry)).toEqual({ reason: "needed more than 60 MB of memory" });
    expect(await parser.parse("after.md", bytes("Text."))).toMatchObject({ passages: [{ text: "Text." }] });
    await parser.close();
  });
});
