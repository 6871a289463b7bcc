import type { AnswerQuestion } from "../../src/answer/answer-question.ts";
import type { Measured } from "../../src/protocol/advice.ts";
import { tokenOverlap, wordTypes } from "../../src/score/answer-text.ts";
import { wilson } from "../../src/score/paired.ts";
import { seededRandom, shuffle } from "../../src/score/seeded-random.ts";
import type { Knowledge } from "../../src/search/knowledge.ts";
import { type Example, questionOf } from "../example.ts";
import type { IntentFacts } from "./recommend.ts";

export type Asked = { documentation: AnswerQuestion; knowledge: Knowledge };

/** Questions of an intent that are asked: enough for an interval of ten points either way. */
const SAMPLE = 40;
/** Quotations and people use other words for the same: a third of them shared is agreement, a few are chance. */
const SAYS = 1 / 3;
/** Half of a reply's words in the passages, and it could have been quoted. */
const STANDS = 0.5;

export type Observed = Omit<IntentFacts, "rowsNeeded" | "tuned"> & { ms: number };

/** Asks the documentation a sample of the intent's questions, and compares with what staff said. */
export async function observe(
  examples: readonly Example[],
  { documentation, knowledge }: Asked,
  seed: number,
): Promise<Observed> {
  const sample = shuffle([...examples], seededRandom(seed)).slice(0, SAMPLE);
  const options = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  const tried: Tried[] = [];
  const from = performance.now();
  for (const example of sample) {
    const answer = await documentation({ text: questionOf(example), history: [] }, options);
    const passages = answer.record.passages.flatMap(({ id }) => knowledge.passage(id)?.text ?? []);
    tried.push({
      known: answer.outcome === "answered",
      right: example.completion === null ? null : says(answer.text, example.completion, questionOf(example)),
      unsupported: example.completion === null ? null : !standsIn(example.completion, passages),
      page: answer.record.passages[0]?.path ?? null,
    });
  }

  const replies = examples.flatMap(({ completion }) => completion ?? []);
  return {
    questions: examples.length,
    documented: share(tried.map(({ known }) => known)),
    documentedRight: share(tried.flatMap(({ known, right }) => (right === null ? [] : known && right))),
    unsupported: share(tried.flatMap(({ unsupported }) => unsupported ?? [])),
    page: commonest(tried.flatMap(({ page }) => page ?? []))?.[0] ?? null,
    rows: replies.length,
    sameReply: replies.length === 0 ? 0 : commonest(replies)![1] / replies.length,
    written: examples.filter(({ verdict }) => verdict === "written").length,
    ms: (performance.now() - from) / Math.max(1, sample.length),
  };
}

type Tried = { known: boolean; right: boolean | null; unsupported: boolean | null; page: string | null };

function says(answer: string, reply: string, question: string): boolean {
  const overlap = tokenOverlap(answer, reply, question);
  return overlap === null || overlap.recall >= SAYS;
}

/** Most of what the reply says can be read in the passages. */
function standsIn(reply: string, passages: readonly string[]): boolean {
  const [said, known] = [[...wordTypes(reply)], wordTypes(passages.join("\n"))];
  return said.filter((word) => known.has(word)).length >= said.length * STANDS;
}

export function share(seen: readonly boolean[]): Measured {
  const count = seen.filter(Boolean).length;
  return { share: seen.length === 0 ? 0 : count / seen.length, ...wilson(count, seen.length), of: seen.length };
}

function commonest(texts: readonly string[]): [string, number] | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].reduce<[string, number] | null>((best, one) => (best && best[1] >= one[1] ? best : one), null);
}
