import { parentPort } from "node:worker_threads";
import { renderPage } from "./render-page.ts";

/** The other end of page-renderer.ts: one page at a time. */
parentPort?.on("message", ({ path, markdown }: { path: string; markdown: string }) => {
  parentPort?.postMessage(renderPage(path, markdown));
});
