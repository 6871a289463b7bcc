import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { backgroundShares } from "./background.ts";
import type { Embedder } from "./embedder.ts";
import { readProbes } from "./probes.ts";
import { defaultEmbedder } from "./static-embedder.ts";

/** What every knowledge base is searched with unless something else is asked for. Reading it takes about 80 ms. */
export type SearchAids = {
  embedder: Embedder | null;
  /** Share of general customer messages that hold a word. */
  background: (surface: string) => number;
  /** Questions that the documentation does not answer: what "I don't know" is calibrated with. */
  probes: readonly string[];
};

export function shippedAids(): SearchAids {
  const root = checkoutFolder();
  return { embedder: defaultEmbedder(root), background: backgroundShares(root), probes: readProbes(root) };
}

/** The same from `src/` and from the built `dist/src/`: a build does not copy data files. */
function checkoutFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
