import { readFileSync } from "node:fs";
import { join } from "node:path";
import { shippedGazetteer } from "./gazetteer.ts";

/**
 * Whether a word is one that people write: a name, a word of general text in a dozen languages, or one of the 23,000
 * English words that the shipped embedder knows whole. What is none of them may be a slip of the pen. `root`: the checkout.
 */
export function ordinaryWords(root: string): (word: string) => boolean {
  const gazetteer = shippedGazetteer(root);
  const pieces = readFileSync(join(root, "src", "search", "static-embedder", "vocab.txt"), "utf8").split("\n");
  const whole = new Set(pieces.filter((piece) => !piece.startsWith("##")));
  return (word) => whole.has(word) || gazetteer.classOf(word) !== "unknown";
}
