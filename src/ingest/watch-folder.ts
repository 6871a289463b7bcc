import { watch } from "node:fs/promises";

/** An editor writes a file in several steps, a checkout thousands of files: wait until it has been quiet this long. */
const QUIET_MS = 300;

/** Runs `onChange` after changes below the folder, never twice at once. Resolves when `signal` aborts. */
export async function watchFolder(folder: string, onChange: () => Promise<void>, signal?: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  try {
    for await (const _ of watch(folder, { recursive: true, ...(signal && { signal }) })) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(onChange);
      }, QUIET_MS);
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    clearTimeout(timer);
    await running;
  }
}
