import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Directly in the knowledge folder; no page. Its form is described in src/search/synonyms.ts. */
export const SYNONYMS_FILE = "synonyms.txt";

/** The customer's own groups of synonyms; "" when there are none. */
export async function readSynonyms(knowledgeDir: string): Promise<string> {
  try {
    return await readFile(join(knowledgeDir, SYNONYMS_FILE), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
