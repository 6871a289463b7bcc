import type { Citation } from "../protocol/conversation.ts";
import type { Knowledge } from "../search/knowledge.ts";
import { quotedPassage } from "../search/quoted-passage.ts";
import type { CitedPassage } from "../search/unchanged-passages.ts";

/**
 * The passages behind a text's markers, as they are now, and the text with its markers numbered from 1 without a gap. A
 * marker whose quotation stands nowhere is taken out: an invented source is worse than none.
 */
export function citedPassages(
  text: string,
  citations: readonly Citation[],
  knowledge: Pick<Knowledge, "page">,
): { text: string; cited: CitedPassage[] } {
  const cited: CitedPassage[] = [];
  const numbers = new Map<string, number>();

  const numbered = text.replace(/ ?\[(\d{1,3})\](?!\()/g, (written, digits: string) => {
    const citation = citations.find(({ marker }) => marker === Number(digits));
    const passage = citation && quotedPassage(citation, knowledge);
    if (!passage) return "";
    if (!numbers.has(passage.id)) {
      cited.push({ passageId: passage.id, hash: passage.hash });
      numbers.set(passage.id, cited.length);
    }
    return written.replace(digits, String(numbers.get(passage.id)));
  });
  return { text: numbered, cited };
}
