import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Directly in the knowledge folder, and no pages. */
const OWN_FILES = {
  /** The customer's own groups of synonyms: src/search/synonyms.ts. */
  synonyms: "synonyms.txt",
  /** The customer's own off-topic questions: src/search/probes.ts. */
  probes: "off-topic.txt",
} as const;

export type OwnFile = keyof typeof OWN_FILES;

export const ownFileName = (file: OwnFile): string => OWN_FILES[file];

/** `path` is relative to the knowledge folder. */
export const isOwnFile = (path: string): boolean => Object.values<string>(OWN_FILES).includes(path);

/** "" when there is none. */
export async function readOwnFile(knowledgeDir: string, file: OwnFile): Promise<string> {
  try {
    return await readFile(join(knowledgeDir, OWN_FILES[file]), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
