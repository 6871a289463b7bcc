import { readFile } from "node:fs/promises";
import { indexKnowledge } from "../search/index-knowledge.ts";
import type { Passage } from "../search/passage.ts";
import { indexFolder, rememberServingFolder } from "./knowledge-folder.ts";
import { passagesOf } from "./page-passages.ts";
import { readPageTree } from "./page-tree.ts";
import { type SkippedFile, walkFolder } from "./walk-folder.ts";

export type IngestProgress = { stage: "parse" | "index"; done: number; total: number };

export type IngestInput = {
  knowledgeDir: string;
  dataDir: string;
  /** Make this the folder that serves. Evaluation leaves the live one alone. */
  serve: boolean;
  onProgress?: (progress: IngestProgress) => void;
};

export type IngestReport = {
  knowledgeDir: string;
  version: string;
  pages: number;
  passages: number;
  skipped: SkippedFile[];
  parseSeconds: number;
  indexSeconds: number;
};

/** Turns a folder of documents into the index that answers are found in. */
export async function ingest({ knowledgeDir, dataDir, serve, onProgress }: IngestInput): Promise<IngestReport> {
  const started = performance.now();
  const { files, skipped } = await walkFolder(knowledgeDir);
  const pages: Passage[][] = [];
  for (const { path, file } of files) {
    pages.push(passagesOf(readPageTree(path, await readFile(file, "utf8"))));
    onProgress?.({ stage: "parse", done: pages.length, total: files.length });
  }
  const parseSeconds = (performance.now() - started) / 1000;
  const indexed = await indexKnowledge({
    folder: indexFolder(dataDir, knowledgeDir),
    pages,
    onProgress: ({ pages: done }) => onProgress?.({ stage: "index", done, total: pages.length }),
  });
  if (serve) rememberServingFolder(dataDir, knowledgeDir);
  return { knowledgeDir, ...indexed, skipped, parseSeconds };
}
