import { main as embedders } from "./bench-embedders.ts";
import { main as learned } from "./bench-learned.ts";
import { main as load } from "./bench-load.ts";
import { main as parse } from "./bench-parse.ts";
import { main as plantedWorld } from "./bench-planted-world.ts";
import { main as search } from "./bench-search.ts";
import { main as signals } from "./bench-signals.ts";
import { main as staff } from "./bench-staff.ts";
import { main as store } from "./bench-store.ts";
import { main as tune } from "./bench-tune.ts";
import { main as vectors } from "./bench-vectors.ts";

const KINDS: Record<string, (argv: string[]) => Promise<number>> = {
  embedders,
  learned,
  load,
  parse,
  "planted-world": plantedWorld,
  search,
  signals,
  staff,
  tune,
  store,
  vectors,
};

const help = `Usage: npm run bench -- KIND [options]

  embedders  what meaning adds to words, by embedder and weight
  learned  what approved questions are worth to the search, by their weight
  load     thousands of customers on a server of their own: what is kept, how fast, at what cost
  parse    how fast Markdown pages are read
  planted-world  a help desk whose past is known: what the learning loop makes of it
  search   time and memory of building and asking the text index, beside other search engines
  signals  what each signal of the ranking is worth: every one switched off, one at a time
  tune     the weights tuned on one half of the questions, reported on the other
  staff    searches and lists over a million messages, and what customers feel of them
  store    time until a question is durable, alone and in company
  vectors  exact search beside the HNSW graph: time, and what the graph misses

npm run bench -- KIND --help shows the options.
`;

export function main([kind, ...argv]: string[]): Promise<number> {
  const bench = kind === undefined ? undefined : KINDS[kind];
  if (bench) return bench(argv);

  const asked = kind === "--help" || kind === "-h";
  (asked ? process.stdout : process.stderr).write(
    asked || kind === undefined ? help : `No such kind: ${kind}\n\n${help}`,
  );
  return Promise.resolve(asked ? 0 : 2);
}
