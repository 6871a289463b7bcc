import { STOP_WORDS } from "../score/stop-words.ts";

const WORD = /\[[A-Z]+_\d+\]|[\p{L}\p{M}\p{N}_]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
const LONGEST = 3;
/** A phrase of fewer texts tells of them, not of the group. */
const LEAST_TEXTS = 2;

/**
 * The phrases (1 to 3 words) that set each group apart, most telling first: share of the group's texts that hold it ×
 * ln(1 + groups ÷ groups' shares of it), after c-TF-IDF (Grootendorst 2022), × its words, because "lost card" says more
 * than "card". A phrase within one that is listed already is left out, and so are placeholders of personal data.
 */
export function tellingPhrases(
  texts: readonly string[],
  groups: Int32Array,
  found: number,
  wanted: number,
): string[][] {
  const sizes = new Int32Array(found);
  for (const group of groups) sizes[group]! += 1;
  const holding = Array.from({ length: found }, () => new Map<string, number>());
  for (const [at, text] of texts.entries()) {
    const counts = holding[groups[at]!]!;
    for (const phrase of phrasesOf(text)) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }

  const everywhere = new Map<string, number>();
  for (const [group, counts] of holding.entries()) {
    for (const [phrase, count] of counts) {
      everywhere.set(phrase, (everywhere.get(phrase) ?? 0) + count / sizes[group]!);
    }
  }
  return holding.map((counts, group) => {
    const scored = [...counts]
      .filter(([, count]) => count >= Math.min(LEAST_TEXTS, sizes[group]!))
      .map(([phrase, count]) => {
        const rarity = Math.log(1 + found / everywhere.get(phrase)!);
        return { phrase, score: (count / sizes[group]!) * rarity * phrase.split(" ").length };
      });
    scored.sort((one, other) => other.score - one.score || (one.phrase < other.phrase ? -1 : 1));
    return distinct(
      scored.map(({ phrase }) => phrase),
      wanted,
    );
  });
}

/** Phrases neither begin nor end with a function word. */
function phrasesOf(text: string): Set<string> {
  const words = text.match(WORD) ?? [];
  const phrases = new Set<string>();
  for (const start of words.keys()) {
    for (let length = 1; length <= LONGEST && start + length <= words.length; length += 1) {
      const phrase = words.slice(start, start + length);
      if (phrase.some((word) => word.startsWith("["))) break;
      const lower = phrase.map((word) => word.toLowerCase().replaceAll("’", "'"));
      if (!isEmpty(lower[0]!) && !isEmpty(lower.at(-1)!)) phrases.add(lower.join(" "));
    }
  }
  return phrases;
}

const isEmpty = (word: string) =>
  STOP_WORDS.has(word) || word.includes("'") || /^\p{N}+$/u.test(word) || word.length < 2;

function distinct(phrases: readonly string[], wanted: number): string[] {
  const listed: string[] = [];
  for (const phrase of phrases) {
    if (listed.length === wanted) break;
    const same = listed.some((other) => ` ${other} `.includes(` ${phrase} `) || ` ${phrase} `.includes(` ${other} `));
    if (!same) listed.push(phrase);
  }
  return listed;
}
