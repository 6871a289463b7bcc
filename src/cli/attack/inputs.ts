import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../config.ts";
import { shuffle } from "../../score/seeded-random.ts";

/** A hostile text and the family that it belongs to. */
export type HostileInput = { family: string; text: string };

/** In the file, a long text is written as what is repeated. */
type Written = string | { repeat: string; times: number; then: string };

/** All of `inputs.json`. Whatever of them is run as script, sets the global `owned`. */
export function hostileInputs(): HostileInput[] {
  const file = join(projectRoot(), "src", "cli", "attack", "inputs.json");
  const families = JSON.parse(readFileSync(file, "utf8")) as Record<string, Written[]>;
  return Object.entries(families).flatMap(([family, texts]) =>
    texts.map((text) => ({
      family,
      text: typeof text === "string" ? text : text.repeat.repeat(text.times) + text.then,
    })),
  );
}

/** So many of them, in an order of chance, each family as it comes. All where no number is given. */
export function someOf<T>(all: readonly T[], count: number | null, random: () => number): T[] {
  const shuffled = shuffle([...all], random);
  return count === null ? shuffled : shuffled.slice(0, count);
}

/** Texts that the chat keeps; everything else is refused, as W14 says. */
export function isKeepable(text: string): boolean {
  return (
    /\S/.test(text) && text.length <= 8_000 && !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Surrogate}/u.test(text)
  );
}

/** For an address, in which half a character has no place. */
export function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
