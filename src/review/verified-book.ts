import type { Embedder } from "../search/embedder.ts";
import { questionSpace } from "./likeness.ts";
import { type KnownQuestion, type Standing, standingOf } from "./question-matcher.ts";
import { respeller, wordsOf } from "./respell.ts";
import { type HeldOut, servingThreshold } from "./serving-threshold.ts";
import type { VerifiedAnswer } from "./verified-answer.ts";

/** Two answers that one question asks for: where the phrasing is left out, the other answer would be served for it. */
export type Conflict = { question: string; answer: string; other: string };

export type Matched = Standing & {
  /** The very words of a known phrasing, slips of the pen aside. */
  verbatim: boolean;
};

/** All live verified answers, ready to be matched. Immutable. */
export type VerifiedBook = {
  /** Null when no answer is near at all. Whether the lead is enough is for the caller to say. */
  match(question: string): Promise<Matched | null>;
  /** Places each phrasing as if it were new. Costs about 5 ms for each; `breathe` is called in between. */
  rehearse(breathe: () => Promise<void>): Promise<Rehearsal>;
};

export type Rehearsal = { threshold: number; conflicts: Conflict[] };

export type BookInput = {
  answers: readonly VerifiedAnswer[];
  /** Questions that no answer is meant for: what people ask everywhere. */
  background: readonly string[];
  embedder: Embedder;
  /** Whether a word is one that people write, and so no slip of another. */
  isOrdinary: (word: string) => boolean;
};

export async function openBook({ answers, background, embedder, isOrdinary }: BookInput): Promise<VerifiedBook> {
  const asked = answers.flatMap(({ id, questions }) => questions.map((text) => ({ text, answer: id })));
  const texts = [...asked.map(({ text }) => text), ...background];
  const space = questionSpace(texts);
  const vectors = await embedder.embed(texts);
  const known = texts.map(
    (text, at): KnownQuestion => ({ ...space.read(text, vectors[at]!), answer: asked[at]?.answer ?? null }),
  );
  const byWords = new Map(asked.map(({ text, answer }) => [sameWords(text), answer]));
  const respelt = respeller(
    asked.map(({ text }) => text),
    isOrdinary,
  );

  return {
    async match(written) {
      const question = respelt(written);
      const verbatim = byWords.get(sameWords(question));
      if (verbatim !== undefined) return { answer: verbatim, runnerUp: null, lead: 1, verbatim: true };
      if (asked.length === 0) return null;

      const [vector] = await embedder.embed([question]);
      const standing = standingOf(space.read(question, vector!), known, space);
      return standing && { ...standing, verbatim: false };
    },

    async rehearse(breathe) {
      const placed: Placed[] = [];
      for (const [at, { text, answer }] of asked.entries()) {
        placed.push({ text, answer, standing: standingOf(known[at]!, known, space, known[at]) });
        await breathe();
      }
      const threshold = servingThreshold(heldOut(placed));
      return { threshold, conflicts: conflicts(placed, threshold) };
    },
  };
}

/** Case, punctuation and spaces do not make another question. */
const sameWords = (text: string) => wordsOf(text).join(" ");

type Placed = { text: string; answer: string; standing: Standing | null };

/** An answer with one phrasing is gone when that is held out: how well its others would be placed cannot be told. */
function heldOut(placed: readonly Placed[]): HeldOut[] {
  const phrasings = new Map<string, number>();
  for (const { answer } of placed) phrasings.set(answer, (phrasings.get(answer) ?? 0) + 1);
  return placed.flatMap(({ answer, standing }) =>
    standing && phrasings.get(answer)! > 1 ? { lead: standing.lead, right: standing.answer === answer } : [],
  );
}

function conflicts(placed: readonly Placed[], threshold: number): Conflict[] {
  return placed.flatMap(({ text, answer, standing }) =>
    standing && standing.answer !== answer && standing.lead >= threshold
      ? { question: text, answer, other: standing.answer }
      : [],
  );
}
