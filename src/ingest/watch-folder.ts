import { watch } from "node:fs/promises";
import { sep } from "node:path";

/** An editor writes a file in several steps, a checkout thousands of files: wait until it has been quiet this long. */
const QUIET_MS = 50;

/**
 * Runs `onChange` after changes below the folder, never twice at once, with the paths that changed since it last began
 * (forward slashes). Resolves when `signal` aborts.
 */
export async function watchFolder(
  folder: string,
  onChange: (paths: string[]) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const paths = new Set<string>();
  const flush = async () => {
    const taken = [...paths];
    paths.clear();
    if (taken.length > 0) await onChange(taken);
  };
  try {
    for await (const { filename } of watch(folder, { recursive: true, ...(signal && { signal }) })) {
      paths.add((filename ?? "").split(sep).join("/"));
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(flush);
      }, QUIET_MS);
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    clearTimeout(timer);
    await running;
  }
}
