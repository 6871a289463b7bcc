import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { indexKnowledge } from "../search/index-knowledge.ts";
import { knowledgeSource } from "../search/open-knowledge.ts";
import type { Passage } from "../search/passage.ts";
import { shippedAids } from "../search/shipped-aids.ts";

/** A search engine as the bench sees it: fed once, then asked for the paths of the best passages. */
export type Engine = { ask: (question: string) => Promise<string[]> | string[] };
export type EngineBuilder = (pages: Iterable<Passage[]>) => Promise<Engine & { indexSeconds: number }>;

/** Passages asked for: enough for ten distinct pages nearly always. */
const DEPTH = 30;
/** The same for all: title and headings count more than text. */
const BOOST = { title: 3, headings: 1.5, path: 1, text: 1 };

export const ENGINES: Record<string, EngineBuilder> = {
  switchboard: ours,
  minisearch: miniSearch,
  orama,
  "sqlite-fts5": sqlite,
};

async function ours(pages: Iterable<Passage[]>) {
  const folder = mkdtempSync(join(tmpdir(), "switchboard-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const aids = { ...shippedAids(), probes: [] };
  const { indexSeconds } = await indexKnowledge({ folder, pages, aids });
  const knowledge = knowledgeSource(() => folder, { aids }).current();
  return {
    indexSeconds,
    ask: async (text: string) =>
      (await knowledge.search({ text, limit: DEPTH })).hits.map(({ passage }) => passage.path),
  };
}

async function miniSearch(pages: Iterable<Passage[]>) {
  const { default: MiniSearch } = await import("minisearch");
  const index = new MiniSearch({ fields: Object.keys(BOOST), storeFields: ["path"], searchOptions: { boost: BOOST } });
  const indexSeconds = timed(pages, (rows) => index.addAll(rows));
  return {
    indexSeconds,
    ask: (question: string) =>
      index
        .search(question)
        .slice(0, DEPTH)
        .map(({ path }) => path),
  };
}

async function orama(pages: Iterable<Passage[]>) {
  const { create, insert, search } = await import("@orama/orama");
  const index = create({
    schema: { title: "string", headings: "string", path: "string", text: "string" } as const,
    components: { tokenizer: { language: "english", stemming: true } },
  });
  const indexSeconds = timed(pages, (rows) => {
    for (const row of rows) insert(index, row);
  });
  return {
    indexSeconds,
    ask: async (term: string) =>
      (await search(index, { term, limit: DEPTH, boost: BOOST })).hits.map(({ document }) => document.path),
  };
}

async function sqlite(pages: Iterable<Passage[]>) {
  const { default: Libsql } = await import("libsql");
  const database = new Libsql(":memory:");
  database.exec("CREATE VIRTUAL TABLE p USING fts5(title, headings, path, text, tokenize = 'porter unicode61')");
  const add = database.prepare("INSERT INTO p (title, headings, path, text) VALUES (?, ?, ?, ?)");
  const indexSeconds = timed(pages, (rows) => {
    database.exec("BEGIN");
    for (const { title, headings, path, text } of rows) add.run(title, headings, path, text);
    database.exec("COMMIT");
  });
  const find = database.prepare(
    `SELECT path FROM p WHERE p MATCH ? ORDER BY bm25(p, ${Object.values(BOOST).join(", ")}) LIMIT ${DEPTH}`,
  );
  const anyOf = (question: string) => (question.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `"${word}"`).join(" OR ");
  return {
    indexSeconds,
    ask: (question: string) => (find.all(anyOf(question)) as { path: string }[]).map(({ path }) => path),
  };
}

type Row = { id: string; title: string; headings: string; path: string; text: string };

/** Seconds that adding takes, without waiting for the pages. */
function timed(pages: Iterable<Passage[]>, add: (rows: Row[]) => void): number {
  let spent = 0;
  for (const page of pages) {
    const rows = page.map(({ id, title, headings, path, text }) => ({
      id,
      title,
      headings: headings.join(" "),
      path,
      text,
    }));
    const started = performance.now();
    add(rows);
    spent += performance.now() - started;
  }
  return spent / 1000;
}
