import type { RenderedPage } from "./render-page.ts";
import { threadPool } from "./thread-pool.ts";

/** Renders a page that is shown; undefined when it could not be done in time. */
export type PageRenderer = (path: string, markdown: string) => Promise<RenderedPage | undefined>;

/** A large page takes half a second: in a thread of its own, because the server is streaming answers meanwhile. */
export function threadedRenderer(): PageRenderer {
  const pool = threadPool<{ path: string; markdown: string }, RenderedPage>({
    module: "render-worker",
    threads: 1,
    timeLimit: 15_000,
    memoryLimit: 512,
  });
  return async (path, markdown) => {
    const rendered = await pool.run({ path, markdown });
    return "reason" in rendered ? undefined : rendered;
  };
}
