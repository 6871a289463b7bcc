import { availableParallelism } from "node:os";
import { indexKnowledge } from "../search/index-knowledge.ts";
import type { LearnedQuestions } from "../search/knowledge.ts";
import type { Passage } from "../search/passage.ts";
import { withOwnProbes } from "../search/probes.ts";
import { type SearchAids, shippedAids } from "../search/shipped-aids.ts";
import { lockIndexFolder } from "./ingest-lock.ts";
import { indexFolder, rememberServingFolder } from "./knowledge-folder.ts";
import { ownFileName, readOwnFile } from "./own-files.ts";
import { type ListedPage, readPageList, writePageList } from "./page-list.ts";
import type { PageParser } from "./page-parser.ts";
import { PageStore } from "./page-store.ts";
import { type ParsedFiles, parseFiles } from "./parse-files.ts";
import { processParser } from "./process-parser.ts";
import { type SkippedFile, walkFolder } from "./walk-folder.ts";

/** A page of the largest manuals takes about a second; a minute is a fault of the file. */
const TIME_LIMIT = 60_000;
const MEMORY_LIMIT = 512;
const MOST_PROCESSES = 8;

export type IngestProgress = { stage: "parse" | "index" | "embed"; done: number; total: number };

export type IngestInput = {
  knowledgeDir: string;
  dataDir: string;
  /** Make this the folder that serves. Evaluation leaves the live one alone. */
  serve: boolean;
  onProgress?: (progress: IngestProgress) => void;
  parser?: PageParser;
  /** Approved questions, read once this ingest is the only writer; none when not given. */
  learned?: () => Promise<LearnedQuestions>;
  /** What the index will be searched with; what ships when not given. */
  aids?: SearchAids;
};

export type IngestReport = {
  knowledgeDir: string;
  /** Content hash of the index. */
  version: string;
  pages: number;
  passages: number;
  /** Pages against the ingest before; a renamed page is one added and one removed. */
  added: number;
  changed: number;
  removed: number;
  /** Pages that were parsed now; the others were known by their content. */
  parsed: number;
  /** By path, with the reason for their authors. */
  skipped: SkippedFile[];
  /** Finding, reading and parsing the pages. */
  parseSeconds: number;
  indexSeconds: number;
};

/** Nothing in the folder can be searched; the index before stays as it is. */
export class NothingUsableError extends Error {
  constructor(
    knowledgeDir: string,
    readonly skipped: SkippedFile[],
  ) {
    const list = skipped.slice(0, 20).map(({ path, reason }) => `\n  ${path}: ${reason}`);
    super(`Nothing in ${knowledgeDir} can be used: ${skipped.length === 0 ? "it holds no pages" : list.join("")}`);
    this.name = "NothingUsableError";
  }
}

/**
 * Turns a folder of documents into the index that answers are found in: walk → parse → index → serve. Until the new
 * index is complete the one before serves, also when this is killed. Throws NothingUsableError and IngestRunningError.
 */
export async function ingest(input: IngestInput): Promise<IngestReport> {
  const { knowledgeDir, dataDir, serve } = input;
  const folder = indexFolder(dataDir, knowledgeDir);
  const unlock = lockIndexFolder(folder, knowledgeDir);
  const parser = input.parser ?? pageParser();
  const store = PageStore.write(folder);
  try {
    const report = await ingestInto(folder, store, parser, input);
    if (serve) rememberServingFolder(dataDir, knowledgeDir);
    return report;
  } finally {
    store.close();
    await parser.close();
    unlock();
  }
}

export function pageParser(): PageParser {
  const processes = Math.min(MOST_PROCESSES, availableParallelism());
  return processParser({ processes, timeLimit: TIME_LIMIT, memoryLimit: MEMORY_LIMIT });
}

async function ingestInto(
  folder: string,
  store: PageStore,
  parser: PageParser,
  { knowledgeDir, onProgress, aids = shippedAids(), learned }: IngestInput,
): Promise<IngestReport> {
  const started = performance.now();
  const walked = await walkFolder(knowledgeDir);
  const total = walked.files.length;
  const onDone = (done: number) => onProgress?.({ stage: "parse", done, total });
  const parsed = await parseFiles({ files: walked.files, store, parser, onDone });
  const parseSeconds = (performance.now() - started) / 1000;
  const { probes, unknown } = withOwnProbes(aids.probes, await readOwnFile(knowledgeDir, "probes"));
  const misread = unknown.map((line) => ({ path: ownFileName("probes"), reason: `no shipped question reads ${line}` }));
  const skipped = [...walked.skipped, ...parsed.skipped, ...misread].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (parsed.pages.length === 0) throw new NothingUsableError(knowledgeDir, skipped);

  const listed: ListedPage[] = [];
  const { version, pages, passages, indexSeconds } = await indexKnowledge({
    folder,
    pages: storedPages(store, parsed, listed),
    synonyms: await readOwnFile(knowledgeDir, "synonyms"),
    onProgress: ({ pages: done }) => onProgress?.({ stage: "index", done, total: parsed.pages.length }),
    onEmbedded: (done, total) => onProgress?.({ stage: "embed", done, total }),
    ...(learned && { learned: await learned() }),
    aids: { ...aids, probes },
  });
  const counts = compareLists(readPageList(folder), listed);
  store.keepOnly(listed.map(({ key }) => key));
  writePageList(folder, listed);
  return {
    knowledgeDir,
    version,
    pages,
    passages,
    ...counts,
    parsed: parsed.parsed,
    skipped,
    parseSeconds,
    indexSeconds,
  };
}

/** One page at a time: 150 MB of passages are never in memory at once. */
function* storedPages(store: PageStore, { pages }: ParsedFiles, listed: ListedPage[]): Generator<Passage[]> {
  for (const { path, key } of pages) {
    const passages = store.passages(key);
    if (!passages?.[0]) throw new Error(`The cache of parsed pages was damaged at ${path} while it was read.`);
    listed.push({ path, title: passages[0].title, key });
    yield passages;
  }
}

function compareLists(before: ListedPage[], now: ListedPage[]): Pick<IngestReport, "added" | "changed" | "removed"> {
  const known = new Map(before.map(({ path, key }) => [path, key]));
  const present = new Set(now.map(({ path }) => path));
  return {
    added: now.filter(({ path }) => !known.has(path)).length,
    changed: now.filter(({ path, key }) => known.has(path) && known.get(path) !== key).length,
    removed: before.filter(({ path }) => !present.has(path)).length,
  };
}
