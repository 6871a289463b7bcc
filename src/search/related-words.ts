import type { Segment } from "./segment.ts";

/** What English hangs on a word to make another of the same family, as stems end in it ("delivery" is "deliveri"). */
const ENDINGS = new Set("i t ment ion ation al ance enc er or ist ness ful abl".split(" "));
/** A shorter word begins too many others: "car" and "caring". "Pay" and "payment" are sure enough. */
const SHORTEST = 5;
const SHORTEST_BY_ENDING: Record<string, number> = { ment: 3 };
/** Stems whose relative is kept; a look-up scans the vocabulary, about 2 ms for 200,000 words. */
const KEPT = 1_000;

/**
 * For a word that no passage holds, the most frequent of its family that some do: "complain" is asked where the page
 * says "complaints". Every other word stands for itself.
 */
export function relatedWords(
  segments: readonly Segment[],
  passagesWith: (stem: string) => number,
): (stem: string) => string {
  const kept = new Map<string, string>();
  return (stem) => {
    if (/\P{L}/u.test(stem) || passagesWith(stem) > 0) return stem;
    const known = kept.get(stem);
    if (known !== undefined) return known;
    if (kept.size >= KEPT) kept.clear();
    const found = relativesOf(stem, segments).filter((other) => passagesWith(other) > 0);
    const best = found.sort((one, other) => passagesWith(other) - passagesWith(one))[0] ?? stem;
    kept.set(stem, best);
    return best;
  };
}

function relativesOf(stem: string, segments: readonly Segment[]): string[] {
  const first = Buffer.from(stem)[0];
  const found = new Set<string>();
  for (const { lexicon } of segments) {
    for (let term = 0; term < lexicon.terms.size; term++) {
      if (lexicon.terms.firstByte(term) !== first) continue;
      const other = lexicon.terms.text(term);
      if (areRelated(stem, other)) found.add(other);
    }
  }
  return [...found];
}

function areRelated(one: string, other: string): boolean {
  const [root, longer] = one.length < other.length ? [one, other] : [other, one];
  if (!longer.startsWith(root)) return false;
  const ending = longer.slice(root.length);
  return ENDINGS.has(ending) && root.length >= (SHORTEST_BY_ENDING[ending] ?? SHORTEST);
}
