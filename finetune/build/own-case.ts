import { sentencesOf, withoutMarkers, wordTypes } from "../../src/score/answer-text.ts";
import type { Example } from "../example.ts";
import { conversations, grouped } from "../train/approved-replies.ts";

/** Half of a sentence's words in the passages, and it could have been read there. */
const STANDS = 0.5;

/** Whether every sentence of a reply could have been read in these texts. */
export const isSupported = (reply: string, sources: readonly string[]): boolean =>
  unsupported(reply, sources).length === 0;

/** What staff told one customer alone and no cited passage says: it may belong to that customer's case. */
export function caseSentences(
  examples: readonly Example[],
  passageText: (id: string) => string | undefined,
): { cases: string[]; common: string[] } {
  const replied = examples.filter(({ completion }) => completion !== null);
  const replies = [...grouped(replied, ({ completion }) => completion!)];
  const single = replies.filter(([, of]) => conversations(of) < 2);
  const cases = single.flatMap(([reply, [example]]) =>
    unsupported(
      reply,
      example!.passages.flatMap(({ passageId }) => passageText(passageId) ?? []),
    ),
  );
  return { cases, common: replies.filter(([, of]) => conversations(of) >= 2).map(([reply]) => reply) };
}

function unsupported(reply: string, sources: readonly string[]): string[] {
  const known = wordTypes(sources.join("\n"));
  return sentencesOf(withoutMarkers(reply)).filter((sentence) => {
    const said = [...wordTypes(sentence)];
    return said.filter((word) => known.has(word)).length < said.length * STANDS;
  });
}
