import { denies } from "../search/negation.ts";
import { alike, type ContentWord, contentReader, languageOf, type ReadContent } from "./content-words.ts";
import { counts, isDeciding, isQuestioning } from "./telling-words.ts";
import type { VerifiedAnswer } from "./verified-answer.ts";

/** What makes a question another one than those that an answer was written for. Empty lists and false: nothing does. */
export type Difference = {
  /** Its words that neither a phrasing nor the answer uses. */
  foreign: string[];
  /** Those of them that make another question beside any number of phrasings: see `isDeciding`, or a topic of the documentation. */
  decisive: string[];
  /** Words that every phrasing uses and it does not. */
  missing: string[];
  /** It says "not" where no phrasing does, or the reverse. */
  negated: boolean;
  /** It asks for a number and no phrasing does. */
  counting: boolean;
};

export const isAnother = ({ foreign, missing, negated, counting }: Difference): boolean =>
  foreign.length > 0 || missing.length > 0 || negated || counting;

/**
 * Below, the phrasings do not show which words the question can do without, and each counts. From it on the lead does:
 * among ten phrasings of 77 replies a new word was no more frequent in wrong replies than in right ones.
 */
const FEW = 5;

/** Compares questions with what each answer is given for. `isTopic`: a rare word of the documentation. */
export function differences(answers: readonly VerifiedAnswer[], isTopic: (word: string) => boolean) {
  const read = contentReader();
  const wordings = new Map(answers.map((answer) => [answer.id, wordingOf(answer, read)]));

  return (answerId: string, question: string): Difference => {
    const { language, phrasings, own, common, denied, counted } = wordings.get(answerId)!;
    const asked = read(question, language);
    const strict = phrasings < FEW;
    const unknown = asked.filter((one) => !own.some((other) => alike(one, other)));
    const decisive = unknown.filter(({ word }) => isDeciding(word) || isTopic(word) || (strict && isQuestioning(word)));
    const foreign = strict ? unknown : decisive;
    const missing = common.filter((one) => strict && !asked.some((other) => alike(one, other)));
    return {
      foreign: namesOf(foreign),
      decisive: namesOf(decisive),
      missing: namesOf(missing),
      negated: !denied.has(denies(question)),
      counting: strict && counts(question) && !counted,
    };
  };
}

function wordingOf({ text, questions }: VerifiedAnswer, read: ReadContent) {
  const language = languageOf(questions.join(" "));
  const phrasings = questions.map((question) => read(question, language));
  // The figures of an answer are no figures of a question: "£42" does not answer for 42 days.
  const said = read(text, language).filter(({ word }) => !/\p{N}/u.test(word));
  const common = phrasings[0]!.filter((one) => phrasings.every((words) => words.some((other) => alike(one, other))));
  const own = [...phrasings.flat(), ...said];
  return {
    language,
    phrasings: questions.length,
    own,
    common,
    denied: new Set(questions.map(denies)),
    counted: questions.some(counts),
  };
}

const namesOf = (words: readonly ContentWord[]) => [...new Set(words.map(({ word }) => word))];
