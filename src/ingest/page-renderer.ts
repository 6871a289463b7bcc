import { processPool } from "./process-pool.ts";
import type { RenderedPage } from "./render-page.ts";

/** Renders a page that is shown; undefined when it could not be done in time. */
export type PageRenderer = (path: string, markdown: string) => Promise<RenderedPage | undefined>;

/** While pages are read one after the other, none waits for a process to start. */
const IDLE_LIMIT = 60_000;

/** A large page takes half a second, and a hostile one any memory: not in the server, which is streaming answers. */
export function processRenderer(): PageRenderer {
  const pool = processPool<{ path: string; markdown: string }, RenderedPage>({
    module: "render-process",
    processes: 1,
    timeLimit: 15_000,
    memoryLimit: 512,
    idleLimit: IDLE_LIMIT,
  });
  return async (path, markdown) => {
    const rendered = await pool.run({ path, markdown });
    return "reason" in rendered ? undefined : rendered;
  };
}
