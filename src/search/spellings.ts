import { editDistance } from "./edit-distance.ts";
import type { NearSpellings } from "./read-question.ts";
import type { Segment } from "./segment.ts";

/** A shorter word has too many neighbours for a guess. */
const SHORTEST = 4;
const MOST = 4;

/**
 * Words of the index within one edit (two from eight letters) that begin with the same letter, nearest first, then the
 * most frequent. Edits are insertion, deletion, substitution and swapping neighbours (Damerau 1964). Scans the
 * vocabulary: about 2 ms for 200,000 words, spent only on words that the index does not know.
 */
export function nearSpellings(
  segments: readonly Segment[],
  read: (word: string) => { stem: string; passages: number },
): NearSpellings {
  return (word) => {
    const bytes = Buffer.from(word);
    if (bytes.length < SHORTEST || /\p{N}|_/u.test(word)) return [];
    const most = bytes.length < 8 ? 1 : 2;
    const found = new Map<string, { distance: number; passages: number }>();
    for (const { lexicon } of segments) {
      for (let token = 0; token < lexicon.tokens.size; token++) {
        if (lexicon.tokens.firstByte(token) !== bytes[0]) continue;
        if (Math.abs(lexicon.tokens.byteLength(token) - bytes.length) > most) continue;
        const spelling = lexicon.tokens.text(token);
        const distance = editDistance(word, spelling, most);
        if (distance > most) continue;
        const { stem, passages } = read(spelling);
        const better = found.get(stem);
        if (passages > 0 && (!better || better.distance > distance)) found.set(stem, { distance, passages });
      }
    }
    return [...found]
      .sort(([, one], [, other]) => one.distance - other.distance || other.passages - one.passages)
      .slice(0, MOST)
      .map(([stem, { distance }]) => ({ stem, weight: 1 / distance }));
  };
}
