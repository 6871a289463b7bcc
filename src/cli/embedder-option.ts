import { readConfig } from "../config.ts";
import type { Embedder } from "../search/embedder.ts";
import { minilmEmbedder } from "../search/minilm-embedder.ts";
import { minilmFiles } from "../search/minilm-files.ts";
import { defaultEmbedder, staticEmbedder } from "../search/static-embedder.ts";
import { UsageError, type ValuesOf } from "./command-line.ts";

/** For evaluations that compare what reads the sentences. */
export const embedderOptions = {
  embedder: { type: "string" },
  "embedder-dir": { type: "string" },
} as const;

export const embedderHelp = `
  --embedder static|minilm       which sentence embedder reads the texts (default: static)
  --embedder-dir DIR             its files, when not those that were shipped or added
`.trim();

type Values = ValuesOf<typeof embedderOptions>;

/** Throws UsageError for an unknown name, and MinilmMissingError where it has not been added. */
export function openEmbedder({ embedder = "static", "embedder-dir": folder }: Values): Embedder {
  const { dataDir, root } = readConfig();
  if (embedder === "minilm") return minilmEmbedder(minilmFiles(dataDir, folder));
  if (embedder !== "static") throw new UsageError(`--embedder must be static or minilm, not ${embedder}.`);
  return folder ? staticEmbedder(folder) : defaultEmbedder(root);
}
