import { parentPort } from "node:worker_threads";
import { inlineParser } from "./inline-parser.ts";

/** The other end of worker-parser.ts: one page at a time. */
const parser = inlineParser();
parentPort?.on("message", async ({ path, bytes }: { path: string; bytes: Uint8Array }) => {
  parentPort?.postMessage(await parser.parse(path, bytes));
});
