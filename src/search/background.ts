import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The line that counts all messages. */
const ALL = "*";
/** Messages that a word never met in general talk is assumed to stand in. */
const UNHEARD = 0.5;

/**
 * Share of general customer messages that hold a word (0..1, never 0). What people say everywhere tells little about
 * one product. Reads the counts once (20 kB). `root`: the checkout.
 */
export function backgroundShares(root: string): (surface: string) => number {
  const file = join(root, "src", "search", "background-words.txt");
  const counts = new Map<string, number>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [word, count] = line.split(" ");
    if (word && count && !line.startsWith("#")) counts.set(word, Number(count));
  }
  const messages = counts.get(ALL) ?? 1;
  return (surface) => (counts.get(surface) ?? UNHEARD) / messages;
}
