import type { PageParser, ParsedPage, Unusable } from "./page-parser.ts";
import { type ThreadPoolInput, threadPool } from "./thread-pool.ts";

/** Parses in threads: a hostile file costs its page and nothing else. */
export function workerParser(limits: Omit<ThreadPoolInput, "module">): PageParser {
  const pool = threadPool<{ path: string; bytes: Uint8Array }, ParsedPage | Unusable>({
    ...limits,
    module: "parse-worker",
  });
  return { parse: (path, bytes) => pool.run({ path, bytes }), close: () => pool.close() };
}
