import type { Expansion } from "./read-question.ts";

/**
 * Groups of words that mean much the same, one group a line, separated by commas; `#` starts a comment. A word of
 * several stems ("sign in") is left out: the index knows single words.
 */
export function synonyms(text: string, stemsOf: (words: string) => string[]): Expansion {
  const others = new Map<string, Set<string>>();
  for (const line of text.split("\n")) {
    const group = line
      .replace(/#.*/, "")
      .split(",")
      .map(stemsOf)
      .flatMap((stems) => (stems.length === 1 ? stems : []));
    for (const stem of group) {
      const set = others.get(stem) ?? new Set<string>();
      others.set(stem, set);
      for (const other of group) if (other !== stem) set.add(other);
    }
  }
  return (stem) => [...(others.get(stem) ?? [])];
}

/**
 * For a word that no passage holds, the most frequent word of its group that some do: what the customer's own groups say
 * means the same is then found, judged and quoted like the word that was asked. Every other word stands for itself.
 */
export function standIns(groups: Expansion, passagesWith: (stem: string) => number): (stem: string) => string {
  return (stem) => {
    if (passagesWith(stem) > 0) return stem;
    const known = groups(stem).filter((other) => passagesWith(other) > 0);
    return known.sort((a, b) => passagesWith(b) - passagesWith(a))[0] ?? stem;
  };
}
