import type { PageParser } from "./page-parser.ts";
import { parsePage } from "./parse-page.ts";

/** Parses in this thread: nothing to start and nothing to stop, but a hostile file may hold it up. */
export function inlineParser(): PageParser {
  return {
    async parse(path, bytes) {
      try {
        return await parsePage(path, bytes);
      } catch (error) {
        return { reason: `cannot be read: ${error instanceof Error ? error.message : error}` };
      }
    },
    async close() {},
  };
}
