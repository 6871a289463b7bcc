import type { Embedder } from "../search/embedder.ts";
import { type Difference, differences, isAnother } from "./another-question.ts";
import { type QuestionSpace, questionSpace, type ReadQuestion } from "./likeness.ts";
import { type KnownQuestion, type Standing, standingOf } from "./question-matcher.ts";
import { type Rehearsal, rehearse } from "./rehearsal.ts";
import { respeller, sameWords } from "./respell.ts";
import type { VerifiedAnswer } from "./verified-answer.ts";

export type Matched = Standing & {
  /** The very words of a known phrasing, slips of the pen aside. */
  verbatim: boolean;
  /** Why it asks for something else, however near it is. */
  difference: Difference;
  /** Staff said that the answer is not for this question, or for one that is nearer to it than any phrasing. */
  excluded: boolean;
};

/** All live verified answers, ready to be matched. Immutable. */
export type VerifiedBook = {
  /** Null when no answer is near at all. Whether the lead is enough is for the caller to say. */
  match(question: string): Promise<Matched | null>;
  /** How near each question is to the nearest phrasing of the answer, in 0..1. Costs as much as embedding them. */
  nearness(answer: string, questions: readonly string[], breathe: () => Promise<void>): Promise<number[]>;
  /** Places each phrasing as if it were new. Costs about 5 ms for each; `breathe` is called in between. */
  rehearse(breathe: () => Promise<void>): Promise<Rehearsal>;
};

export type BookInput = {
  answers: readonly VerifiedAnswer[];
  /** Questions that no answer is meant for: what people ask everywhere. */
  background: readonly string[];
  embedder: Embedder;
  /** Whether a word is one that people write, and so no slip of another. */
  isOrdinary: (word: string) => boolean;
  /** Whether it is a rare word of the documentation, as the documentation is now. */
  isTopic: (word: string) => boolean;
};

/** Whether the match is a reply to the question; `threshold`: the lead asked for. */
export const mayServe = ({ lead, verbatim, difference, excluded }: Matched, threshold: number): boolean =>
  !excluded && lead >= threshold && (verbatim || !isAnother(difference));

const NONE: Difference = { foreign: [], decisive: [], missing: [], negated: false, counting: false };

export async function openBook({
  answers,
  background,
  embedder,
  isOrdinary,
  isTopic,
}: BookInput): Promise<VerifiedBook> {
  const asked = answers.flatMap(({ id, questions, added = [] }) =>
    questions.map((text) => ({ text, answer: id, added: added.includes(text) })),
  );
  const texts = [...asked.map(({ text }) => text), ...background];
  const space = questionSpace(texts);
  const vectors = await embedder.embed(texts);
  const known = texts.map(
    (text, at): KnownQuestion => ({ ...space.read(text, vectors[at]!), answer: asked[at]?.answer ?? null }),
  );
  const byWords = new Map(asked.map(({ text, answer }) => [sameWords(text), answer]));
  const differenceOf = differences(answers, isTopic);
  const respelt = respeller(
    asked.map(({ text }) => text),
    isOrdinary,
  );
  const isExcluded = await exclusions(answers, known, { space, embedder, respelt });

  return {
    async match(written) {
      const question = respelt(written);
      const words = sameWords(question);
      const verbatim = words === "" ? undefined : byWords.get(words);
      if (asked.length === 0) return null;
      if (verbatim !== undefined) {
        const excluded = isExcluded(verbatim, question, null);
        return { answer: verbatim, runnerUp: null, rival: 0, lead: 1, verbatim: true, difference: NONE, excluded };
      }
      const [vector] = await embedder.embed([question]);
      const read = space.read(question, vector!);
      const standing = standingOf(read, known, space);
      if (!standing) return null;
      const excluded = isExcluded(standing.answer, question, read);
      return { ...standing, verbatim: false, difference: differenceOf(standing.answer, question), excluded };
    },

    async nearness(answer, questions, breathe) {
      const own = known.filter((one) => one.answer === answer);
      const near: number[] = [];
      for (const question of questions) {
        const [vector] = await embedder.embed([question]);
        near.push(Math.max(0, ...space.likenesses(space.read(question, vector!), own)));
        await breathe();
      }
      return near;
    },

    async rehearse(breathe) {
      const { threshold, conflicts } = await rehearse({ asked, known, space, breathe });
      return {
        threshold,
        conflicts: conflicts.filter(({ question, other }) => !isAnother(differenceOf(other, question))),
      };
    },
  };
}

/** `read`: null where the words are those of a phrasing, which only the same words exclude. */
type IsExcluded = (answer: string, question: string, read: ReadQuestion | null) => boolean;
type Readers = { space: QuestionSpace; embedder: Embedder; respelt: (question: string) => string };

async function exclusions(
  answers: readonly VerifiedAnswer[],
  known: readonly KnownQuestion[],
  { space, embedder, respelt }: Readers,
): Promise<IsExcluded> {
  const all = answers.flatMap(({ id, excluded = [] }) =>
    excluded.map(({ text }) => ({ answer: id, text: respelt(text) })),
  );
  const vectors = await embedder.embed(all.map(({ text }) => text));
  const not = all.map(({ answer, text }, at) => ({
    answer,
    words: sameWords(text),
    ...space.read(text, vectors[at]!),
  }));

  return (answer, question, read) => {
    const own = not.filter((one) => one.answer === answer);
    const words = sameWords(question);
    if (own.some((one) => one.words === words)) return true;
    if (!read || own.length === 0) return false;
    const phrasings = known.filter((one) => one.answer === answer);
    return Math.max(...space.likenesses(read, own)) > Math.max(0, ...space.likenesses(read, phrasings));
  };
}
