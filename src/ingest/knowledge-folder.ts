import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

type Settings = { readonly KNOWLEDGE_DIR: string; readonly dataDir: string; readonly root: string };

/** Where the index of a knowledge folder lies: each folder has its own, so that evaluating one never touches another. */
export function indexFolder(dataDir: string, knowledgeDir: string): string {
  const key = createHash("sha256").update(resolve(knowledgeDir)).digest("hex").slice(0, 16);
  return join(dataDir, "knowledge", key);
}

/**
 * The folder that serves: KNOWLEDGE_DIR, else the one last given to `ingest`, else the handbook. Reads one small file
 * (about 20 µs), so a server may ask at every question and needs no restart after an ingest.
 */
export function servingFolder({ KNOWLEDGE_DIR, dataDir, root }: Settings): string {
  if (KNOWLEDGE_DIR !== "") return resolve(root, KNOWLEDGE_DIR);
  return lastIngested(dataDir) ?? join(root, "knowledge");
}

/** Makes a folder the one that serves. Atomic: a reader sees the old name or the new one. */
export function rememberServingFolder(dataDir: string, knowledgeDir: string): void {
  mkdirSync(join(dataDir, "knowledge"), { recursive: true });
  const temporary = `${pointerFile(dataDir)}.${process.pid}.new`;
  writeFileSync(temporary, JSON.stringify({ folder: resolve(knowledgeDir) }));
  renameSync(temporary, pointerFile(dataDir));
}

function lastIngested(dataDir: string): string | undefined {
  try {
    const { folder } = JSON.parse(readFileSync(pointerFile(dataDir), "utf8")) as { folder?: unknown };
    return typeof folder === "string" ? folder : undefined;
  } catch {
    return undefined;
  }
}

function pointerFile(dataDir: string): string {
  return join(dataDir, "knowledge", "serving.json");
}
