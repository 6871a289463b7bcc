import type { VerifiedAnswers } from "../answer/verified-reply.ts";
import type { Considered, VerifiedAnswersView } from "../protocol/review.ts";
import type { Embedder } from "../search/embedder.ts";
import { type KnowledgeSource, NothingIngestedError } from "../search/knowledge.ts";
import { isRare } from "../search/rare-term.ts";
import { TimeSlice } from "../search/time-slice.ts";
import { isStale, unchangedPassages } from "../search/unchanged-passages.ts";
import { comparedPhrasing, comparedQuestion, keptQuestion, type Mask } from "./asked-words.ts";
import type { AddedPhrasing } from "./phrasing-desk.ts";
import type { Standing } from "./question-matcher.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { CAUTIOUS } from "./serving-threshold.ts";
import type { VerifiedAnswer } from "./verified-answer.ts";
import { mayServe, openBook, type VerifiedBook } from "./verified-book.ts";

export type LiveVerifiedAnswers = VerifiedAnswers & {
  /** What would become of a question now; null: of a courtesy, which never comes here. */
  consider(question: string | null): Promise<Considered>;
  /** See VerifiedBook.nearness. */
  nearness(answerId: string, questions: readonly string[]): Promise<number[]>;
  /** The kept answers are no longer those that serve: the next question sees the new ones. */
  changed(): void;
  /** Every live answer, once all phrasings have been placed. */
  inspect(): Promise<Rehearsal & { answers: readonly VerifiedAnswer[] }>;
};

export type VerifiedAnswersInput = {
  load: () => Promise<readonly VerifiedAnswer[]>;
  background: readonly string[];
  embedder: Embedder;
  isOrdinary: (word: string) => boolean;
  knowledge: KnowledgeSource;
  mask: Mask;
};

type Open = { answers: ReadonlyMap<string, VerifiedAnswer>; book: VerifiedBook; rehearsed: Promise<Rehearsal> };

/** The answers changed while their phrasings were being placed. */
class SupersededError extends Error {
  override readonly name = "SupersededError";
}

function nullIfSuperseded(fault: unknown): null {
  if (fault instanceof SupersededError) return null;
  throw fault;
}

/** Serves what staff have verified, from the next question on after each change. */
export function liveVerifiedAnswers({
  load,
  background,
  embedder,
  isOrdinary,
  knowledge,
  mask,
}: VerifiedAnswersInput): LiveVerifiedAnswers {
  let opened: Promise<Open> | undefined;
  // Until the new phrasings have been placed, the threshold before is the best guess.
  let threshold = CAUTIOUS;

  const isTopic = (word: string) => {
    try {
      const now = knowledge.current();
      return now.terms(word).some((term) => isRare(term, now));
    } catch (fault) {
      // Verified answers serve also where nothing was ingested; whoever asks the documentation hears of it.
      if (fault instanceof NothingIngestedError) return false;
      throw fault;
    }
  };

  const asked = (question: string) => comparedQuestion(question, mask, isTopic);
  // What an earlier version kept, it kept as the customer had written it.
  const kept = (question: string) => keptQuestion(question, (text) => mask(text).text);
  const withoutPersonalData = ({ questions, excluded = [], ...answer }: VerifiedAnswer): VerifiedAnswer => ({
    ...answer,
    questions: questions.map((question) => (answer.added?.includes(question) ? question : kept(question))),
    excluded: excluded.map(({ id, text }) => ({ id, text: kept(text) })),
  });

  async function open(): Promise<Open> {
    const slice = new TimeSlice();
    const answers: VerifiedAnswer[] = [];
    for (const answer of await load()) {
      // A tenth of a millisecond for each question.
      answers.push(withoutPersonalData(answer));
      await slice.breathe();
    }
    const book = await openBook({ answers: answers.map(compared), background, embedder, isOrdinary, isTopic });
    const own = opened;
    const rehearsed = book.rehearse(async () => {
      await slice.breathe();
      if (opened !== own) throw new SupersededError();
    });
    rehearsed.then(
      (rehearsal) => {
        threshold = rehearsal.threshold;
      },
      // Whoever inspects the book hears of it; the threshold before goes on serving.
      () => {},
    );
    return { answers: new Map(answers.map((answer) => [answer.id, answer])), book, rehearsed };
  }
  const current = () => {
    opened ??= open().catch((fault: unknown) => {
      // What could not be read may be readable at the next question.
      opened = undefined;
      throw fault;
    });
    return opened;
  };

  return {
    async reply(question) {
      const { answers, book } = await current();
      if (answers.size === 0) return null;
      const match = await book.match(asked(question));
      if (!match || !mayServe(match, threshold)) return null;

      const { id, text, cited } = answers.get(match.answer)!;
      const passages = unchangedPassages(cited, knowledge);
      return passages && { answerId: id, text, passages, lead: match.lead, threshold };
    },
    async consider(question) {
      const { answers, book } = await current();
      const match = question === null ? null : await book.match(asked(question));
      const none = {
        served: false,
        answerId: null,
        lead: 0,
        threshold,
        verbatim: false,
        rival: null,
        stale: false,
        difference: null,
        excluded: false,
      };
      if (!match) return { ...none, courtesy: question === null };

      const { answer, lead, runnerUp, rival, verbatim, difference, excluded } = match;
      const stale = isStale(answers.get(answer)!.cited, knowledge.current());
      const served = mayServe(match, threshold) && !stale;
      return {
        served,
        answerId: answer,
        lead,
        threshold,
        verbatim,
        rival: competes({ lead, rival }, threshold) ? runnerUp : null,
        stale,
        courtesy: false,
        difference,
        excluded,
      };
    },
    async nearness(answerId, questions) {
      const slice = new TimeSlice();
      return (await current()).book.nearness(answerId, questions.map(asked), () => slice.breathe());
    },
    changed() {
      opened = undefined;
    },
    async inspect() {
      for (;;) {
        const { answers, rehearsed } = await current();
        const rehearsal = await rehearsed.catch(nullIfSuperseded);
        if (rehearsal) return { ...shown(rehearsal, answers), answers: [...answers.values()] };
      }
    },
  };
}

/** Conflicts name phrasings as they are kept. */
function shown({ threshold, conflicts }: Rehearsal, answers: Open["answers"]): Rehearsal {
  const keptOf = ({ question, answer }: Rehearsal["conflicts"][number]) =>
    answers.get(answer)?.questions.find((kept) => comparedPhrasing(kept) === question) ?? question;
  return { threshold, conflicts: conflicts.map((conflict) => ({ ...conflict, question: keptOf(conflict) })) };
}

function compared({ questions, added = [], excluded = [], ...answer }: VerifiedAnswer): VerifiedAnswer {
  return {
    ...answer,
    questions: questions.map(comparedPhrasing),
    added: added.map(comparedPhrasing),
    excluded: excluded.map(({ id, text }) => ({ id, text: comparedPhrasing(text) })),
  };
}

/** Every live answer with what staff need to judge it. */
export async function verifiedAnswersView(
  verified: LiveVerifiedAnswers,
  knowledge: KnowledgeSource,
  added: () => Promise<readonly AddedPhrasing[]>,
): Promise<VerifiedAnswersView> {
  const { answers, threshold, conflicts } = await verified.inspect();
  const idOf = new Map((await added()).map(({ text, phrasingId }) => [text, phrasingId]));
  const now = knowledge.current();
  return {
    answers: answers.map(({ id, text, questions, cited, excluded = [] }) => ({
      id,
      text,
      questions: questions
        .map((question) => ({ text: question, phrasingId: idOf.get(question) ?? null }))
        .sort((one, other) => Number(one.phrasingId !== null) - Number(other.phrasingId !== null)),
      excluded,
      stale: isStale(cited, now),
    })),
    threshold,
    conflicts,
  };
}

/** Every answer has some score: worth a word is one that takes the lead away, or has half of what is asked for. */
function competes({ lead, rival }: Pick<Standing, "lead" | "rival">, threshold: number): boolean {
  return lead < threshold && (lead + rival >= threshold || rival >= threshold / 2);
}
