import { sentencesOf, withoutMarkers, wordTypes } from "../../src/score/answer-text.ts";
import type { Example } from "../example.ts";
import { conversations, grouped } from "../train/approved-replies.ts";

/** Half of a sentence's words in the passages, and it could have been read there. */
const STANDS = 0.5;

/** Whether every sentence of a reply could have been read in these texts. */
export const isSupported = (reply: string, sources: readonly string[]): boolean =>
  unsupported(reply, sources).length === 0;

/** A passage's text by its id; undefined where there is none any more. */
export type PassageText = (id: string) => string | undefined;

/** What staff told one customer alone and no cited passage says: it may belong to that customer's case. */
export function caseSentences(
  examples: readonly Example[],
  passageText: PassageText,
): { cases: string[]; common: string[] } {
  const { single, common } = byShare(examples);
  const cases = single.flatMap((example) => unsupported(example.completion!, cited(example, passageText)));
  return { cases, common };
}

/** Rows whose reply may be learnt by heart elsewhere: it was given in several conversations, or the pages say all of it. */
export function withoutCases(examples: readonly Example[], passageText: PassageText): Example[] {
  const cases = new Set(
    byShare(examples)
      .single.filter((example) => !isSupported(example.completion!, cited(example, passageText)))
      .map(({ completion }) => completion),
  );
  return examples.filter(({ completion }) => completion !== null && !cases.has(completion));
}

/** Replies that one conversation alone was given, by one of their rows each, and the words of all others. */
function byShare(examples: readonly Example[]): { single: Example[]; common: string[] } {
  const replied = examples.filter(({ completion }) => completion !== null);
  const replies = [...grouped(replied, ({ completion }) => completion!)];
  return {
    single: replies.filter(([, of]) => conversations(of) < 2).map(([, [example]]) => example!),
    common: replies.filter(([, of]) => conversations(of) >= 2).map(([reply]) => reply),
  };
}

const cited = ({ passages }: Example, passageText: PassageText): string[] =>
  passages.flatMap(({ passageId }) => passageText(passageId) ?? []);

function unsupported(reply: string, sources: readonly string[]): string[] {
  const known = wordTypes(sources.join("\n"));
  return sentencesOf(withoutMarkers(reply)).filter((sentence) => {
    const said = [...wordTypes(sentence)];
    return said.filter((word) => known.has(word)).length < said.length * STANDS;
  });
}
