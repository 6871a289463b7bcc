import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { ingest, NothingUsableError } from "../../src/ingest/ingest.ts";
import { IngestRunningError, lockIndexFolder } from "../../src/ingest/ingest-lock.ts";
import { inlineParser } from "../../src/ingest/inline-parser.ts";
import { indexFolder, servingFolder } from "../../src/ingest/knowledge-folder.ts";
import { knowledgeSource } from "../../src/search/open-knowledge.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";

const sample = (name: string) => join(projectRoot(), "tests/support/sample", name);
const workplace = temporaryFolder();

describe("taking documentation in", () => {
  let count = 0;
  let dataDir = "";
  let knowledgeDir = "";
  const run = (folder = knowledgeDir, serve = true) =>
    ingest({ knowledgeDir: folder, dataDir, serve, parser: inlineParser() });
  const knowledge = (folder = knowledgeDir) => knowledgeSource(() => indexFolder(dataDir, folder)).current();
  const textOf = (path: string, folder = knowledgeDir) =>
    knowledge(folder)
      .page(path)
      .map(({ text }) => text)
      .join("\n\n");

  beforeEach(() => {
    count++;
    dataDir = join(workplace, `data-${count}`);
    knowledgeDir = join(workplace, `knowledge-${count}`);
  });

  it("[K1] reads every format", async () => {
    const report = await run(sample("shop"));

    expect(report).toMatchObject({ pages: 7, added: 7, skipped: [] });
    expect(textOf("index.md", sample("shop"))).toContain("| Italy | 3 |");
    expect(textOf("guides/wiring.mdx", sample("shop"))).toContain("2. Connect the wires:\n\n   ```text\n   L brown");
    expect(textOf("guides/paper.html", sample("shop"))).toBe("Washi is made of mulberry bark.\n\n- White\n- Amber");
    expect(textOf("notes.txt", sample("shop"))).toContain("2. Set LAMP_<size>_MAX before cutting.");
    expect(textOf("returns.docx", sample("shop"))).toContain("1. Pack the lamp in its box.\n2. Print the label.");
    expect(textOf("returns.docx", sample("shop"))).toContain("| Lamp | Fee |\n| --- | --- |\n| Small | none |");
    expect(knowledge(sample("shop")).page("guides/paper.html")[0]).toMatchObject({
      title: "Paper we use",
      source: "https://lamps.example/paper",
    });
  });

  it("[K1] reads a PDF's headings, lists and paragraphs, without its page numbers", async () => {
    await run(sample("shop"));
    const pages = knowledge(sample("shop")).page("lamp-manual.pdf");

    expect(pages.map(({ anchor }) => anchor)).toEqual([
      "care-of-the-lamp",
      "bulbs",
      "changing-the-bulb",
      "warranty",
      "spare-parts",
    ]);
    expect(pages[1]?.text).toMatch(/^- Use a bulb of 7 watts at most\.\n- Wait until .* window closed\.$/);
    expect(pages[2]?.text).toBe("1. Pull the plug.\n2. Turn the bulb to the left.");
    expect(pages.map(({ text }) => text).join()).not.toContain("page 1");
  });

  it("[K1, K4] reads a FAQ table, one heading a question", async () => {
    await run(sample("shop"));

    expect(knowledge(sample("shop")).page("faq.csv")).toMatchObject([
      {
        anchor: "do-you-ship-to-spain",
        title: "Faq",
        headings: ["Do you ship to Spain?"],
        text: "Yes, within 4 days.",
      },
      { headings: ['Can I pay by "invoice"?'], text: "Companies can:\n\n- ask for an account\n- pay within 30 days" },
    ]);
  });

  it("[K1] passes over hidden entries, node_modules and other files", async () => {
    writeFiles(knowledgeDir, {
      "a.md": "Text.",
      ".git/b.md": "No.",
      "node_modules/c/d.md": "No.",
      "e.png": "No.",
    });

    expect(await run()).toMatchObject({ pages: 1, skipped: [] });
  });

  it("[K16] searches with the folder's own synonyms, which are no page", async () => {
    writeFiles(knowledgeDir, {
      "bulb.md": "# Bulb\n\nTurn the zarkon to the left.",
      "shade.md": "# Shade\n\nDust the blimple.",
      "synonyms.txt": "# house words\nzarkon, blimple\n",
    });
    const { pages } = await run();
    const { hits } = await knowledge().search({ text: "blimple", limit: 5 });

    expect(pages).toBe(2);
    expect(hits.map(({ passage }) => passage.path)).toEqual(["shade.md", "bulb.md"]);
  });

  it("[K16] calibrates with the folder's own off-topic questions, which are no page, and names what it cannot take out", async () => {
    const pages = { "bulb.md": "# Bulb\n\nTurn the bulb to the left.", "shade.md": "# Shade\n\nDust the shade." };
    writeFiles(knowledgeDir, pages);
    await run();
    const before = knowledge().supportThreshold;
    const own = Array.from({ length: 12 }, (_, rank) => `Which bulb wrote novel number ${rank}?`);
    writeFiles(knowledgeDir, { "off-topic.txt": [...own, "- Who is nobody?"].join("\n") });
    const report = await run();

    expect(report.pages).toBe(2);
    expect(report.skipped).toEqual([{ path: "off-topic.txt", reason: "no shipped question reads - Who is nobody?" }]);
    expect(knowledge().supportThreshold).not.toBe(before);
  });

  it("[K2] names each file that it cannot use with the reason", async () => {
    writeFiles(knowledgeDir, { "good.md": "Text." });
    for (const name of [
      "binary.md",
      "blank.md",
      "broken.docx",
      "broken.pdf",
      "comment.html",
      "empty.md",
      "encrypted.docx",
      "encrypted.pdf",
      "latin1.txt",
      "no-columns.csv",
      "scanned.pdf",
    ]) {
      writeFiles(knowledgeDir, { [name]: readFileSync(sample(`unusable/${name}`)) });
    }
    writeFiles(knowledgeDir, { "huge.md": "x", "one-line.txt": "word ".repeat(200_001) });
    truncateSync(join(knowledgeDir, "huge.md"), 200 * 1024 * 1024);
    const { pages, skipped } = await run();

    expect(pages).toBe(1);
    expect(skipped).toEqual([
      { path: "binary.md", reason: "binary: it holds zero bytes" },
      { path: "blank.md", reason: "empty" },
      { path: "broken.docx", reason: "broken: not a complete ZIP archive" },
      { path: "broken.pdf", reason: expect.stringMatching(/^not a readable PDF: /) },
      { path: "comment.html", reason: "no text in it" },
      { path: "empty.md", reason: "empty" },
      { path: "encrypted.docx", reason: expect.stringMatching(/^encrypted, or/) },
      { path: "encrypted.pdf", reason: "encrypted: it asks for a password" },
      { path: "huge.md", reason: "too large: 200 MB, at most 16 MB is read" },
      { path: "latin1.txt", reason: "not valid UTF-8: save it as UTF-8" },
      { path: "no-columns.csv", reason: 'no columns named "question" and "answer" in its first row' },
      { path: "one-line.txt", reason: "a line of more than a million characters: break it up" },
      { path: "scanned.pdf", reason: expect.stringMatching(/^no text in it/) },
    ]);
  });

  it("[K3] follows no link out of the folder, and says so", async () => {
    writeFiles(workplace, { "secret.md": "Secret." });
    writeFiles(knowledgeDir, { "a.md": "Text.", "sub/b.md": "More." });
    symlinkSync(join(workplace, "secret.md"), join(knowledgeDir, "out.md"));
    symlinkSync(workplace, join(knowledgeDir, "folder"));
    symlinkSync(join(knowledgeDir, "sub"), join(knowledgeDir, "within"));
    symlinkSync(join(knowledgeDir, "sub/b.md"), join(knowledgeDir, "in.md"));
    symlinkSync(join(knowledgeDir, "nothing.md"), join(knowledgeDir, "nowhere.md"));
    const report = await run();

    expect(report.skipped).toEqual([
      { path: "folder", reason: "a link that leaves the folder" },
      { path: "nowhere.md", reason: "cannot be opened (ENOENT)" },
      { path: "out.md", reason: "a link that leaves the folder" },
    ]);
    expect(report.pages).toBe(3);
  });

  it("[K3] says what to give instead of a file", async () => {
    writeFiles(knowledgeDir, { "a.md": "Text." });
    const file = join(knowledgeDir, "a.md");

    await expect(run(file)).rejects.toThrow(`${file} is a file; give the folder that holds it.`);
  });

  it("[K3] fails only when nothing was usable, and leaves the index before", async () => {
    writeFiles(knowledgeDir, { "a.md": "Text." });
    await run();
    writeFiles(knowledgeDir, { "a.md": "" });

    await expect(run()).rejects.toThrow(NothingUsableError);
    await expect(run()).rejects.toThrow("a.md: empty");
    expect(textOf("a.md")).toBe("Text.");
    await expect(run(join(workplace, "nowhere"))).rejects.toThrow("There is no folder");
  });

  it("[K9] parses only what changed; deleted pages leave", async () => {
    writeFiles(knowledgeDir, { "a.md": "One.", "b.md": "Two.", "c.md": "Three." });
    expect(await run()).toMatchObject({ parsed: 3, added: 3 });
    expect(await run()).toMatchObject({ parsed: 0, added: 0, changed: 0, removed: 0 });

    writeFiles(knowledgeDir, { "a.md": "One more." });
    rmSync(join(knowledgeDir, "b.md"));
    renameSync(join(knowledgeDir, "c.md"), join(knowledgeDir, "d.md"));
    expect(await run()).toMatchObject({ parsed: 2, added: 1, changed: 1, removed: 2, pages: 2 });
    expect([textOf("a.md"), textOf("b.md"), textOf("d.md")]).toEqual(["One more.", "", "Three."]);
  });

  it("[K9] gives the same index for the same folder, whatever was there before", async () => {
    writeFiles(knowledgeDir, { "a.md": "One.", "b.md": "Two." });
    const { version } = await run();
    writeFiles(knowledgeDir, { "a.md": "Changed." });
    expect((await run()).version).not.toBe(version);

    writeFiles(knowledgeDir, { "a.md": "One." });
    expect((await run()).version).toBe(version);
  });

  it("[K10] keeps what was parsed when it is killed half-way", async () => {
    writeFiles(knowledgeDir, { "a.md": "One.", "b.md": "Two." });
    await run();
    const store = join(indexFolder(dataDir, knowledgeDir), "pages.bin");
    truncateSync(store, readFileSync(store).length - 5);

    expect(await run()).toMatchObject({ parsed: 1, pages: 2 });
  });

  it("[K10] parses a page again when its cached record was damaged", async () => {
    writeFiles(knowledgeDir, { "a.md": "One.", "b.md": "Two." });
    await run();
    const store = join(indexFolder(dataDir, knowledgeDir), "pages.bin");
    const bytes = readFileSync(store);
    bytes[100]! ^= 1;
    writeFileSync(store, bytes);

    expect(await run()).toMatchObject({ parsed: 1, pages: 2 });
    expect(textOf("a.md") + textOf("b.md")).toBe("One.Two.");
  });

  it("[K11] refuses a second ingest of the same folder", async () => {
    writeFiles(knowledgeDir, { "a.md": "One." });
    const release = lockIndexFolder(indexFolder(dataDir, knowledgeDir), knowledgeDir);

    await expect(run()).rejects.toThrow(IngestRunningError);
    release();
    expect(await run()).toMatchObject({ pages: 1 });
  });

  it("[K12] serves KNOWLEDGE_DIR, else the folder last ingested to serve, else the handbook", async () => {
    const settings = { KNOWLEDGE_DIR: "", dataDir, root: "/app" };
    expect(servingFolder(settings)).toBe("/app/knowledge");

    writeFiles(knowledgeDir, { "a.md": "One." });
    await run(knowledgeDir, false);
    expect(servingFolder(settings)).toBe("/app/knowledge");

    await run();
    expect(servingFolder(settings)).toBe(knowledgeDir);
    expect(servingFolder({ ...settings, KNOWLEDGE_DIR: "manual" })).toBe("/app/manual");
    expect(existsSync(indexFolder(dataDir, knowledgeDir))).toBe(true);
  });
});
