import type { PageParser, ParsedPage, Unusable } from "./page-parser.ts";
import { type ProcessPoolInput, processPool } from "./process-pool.ts";

/** Parses in processes of their own: a hostile file costs its page and nothing else. */
export function processParser(limits: Omit<ProcessPoolInput, "module">): PageParser {
  const pool = processPool<{ path: string; bytes: Uint8Array }, ParsedPage | Unusable>({
    ...limits,
    module: "parse-process",
  });
  return { parse: (path, bytes) => pool.run({ path, bytes }), close: () => pool.close() };
}
