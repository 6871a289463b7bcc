import type { AnswerQuestion } from "../../src/answer/answer-question.ts";
import { costOf, type ModelPrices } from "../../src/models/model-prices.ts";
import type { Measured } from "../../src/protocol/advice.ts";
import { tokenOverlap, wordTypes } from "../../src/score/answer-text.ts";
import { wilson } from "../../src/score/paired.ts";
import { seededRandom, shuffle } from "../../src/score/seeded-random.ts";
import type { Knowledge } from "../../src/search/knowledge.ts";
import { type Example, questionOf } from "../example.ts";
import type { Nearness } from "./nearness.ts";
import type { IntentFacts } from "./recommend.ts";

export type Asked = {
  documentation: AnswerQuestion;
  knowledge: Knowledge;
  nearness: Nearness;
  /** What a model says to a question without any passage; null: there is no model. */
  closedBook: ((question: string) => Promise<string>) | null;
  prices: ModelPrices;
};

/** Questions of an intent that are asked: enough for an interval of ten points either way. */
const SAMPLE = 40;
/** Quotations and people use other words for the same: a third of them shared is agreement, a few are chance. */
const SAYS = 1 / 3;
/** Half of a reply's words in the passages, and it could have been quoted. */
const STANDS = 0.5;

export type Observed = Omit<IntentFacts, "rowsNeeded" | "untrained" | "tuned"> & {
  /** Milliseconds of an answer out of the documentation, and what it costs, in words. */
  ms: number;
  cost: string;
};

/** Asks the documentation a sample of the intent's questions, and compares with what staff said. */
export async function observe(examples: readonly Example[], asked: Asked, seed: number): Promise<Observed> {
  const sample = shuffle([...examples], seededRandom(seed)).slice(0, SAMPLE);
  const from = performance.now();
  const tried: Tried[] = [];
  for (const example of sample) tried.push(await tryOne(example, asked));
  const ms = (performance.now() - from) / Math.max(1, sample.length);

  const replies = examples.flatMap(({ completion }) => completion ?? []);
  const closedBook = asked.closedBook && (await withoutPages(sample, asked.closedBook));
  return {
    questions: examples.length,
    documented: share(tried.map(({ known }) => known)),
    documentedRight: share(tried.flatMap(({ known, right }) => (right === null ? [] : known && right))),
    confidence: meanOf(tried.map(({ confidence }) => confidence)),
    closedBook,
    distance: await asked.nearness(
      sample.map(questionOf),
      tried.map(({ best }) => best),
    ),
    unsupported: share(tried.flatMap(({ unsupported }) => unsupported ?? [])),
    page: commonest(tried.flatMap(({ page }) => page ?? []))?.[0] ?? null,
    rows: replies.length,
    sameReply: replies.length === 0 ? 0 : commonest(replies)![1] / replies.length,
    written: examples.filter(({ verdict }) => verdict === "written").length,
    ms,
    cost: costWords(tried, asked.prices),
  };
}

type Spent = { model: string | null; tokens: { prompt: number; completion: number } | null };
type Tried = Spent & {
  known: boolean;
  right: boolean | null;
  unsupported: boolean | null;
  /** How many times as sure as it has to be. */
  confidence: number;
  page: string | null;
  /** The best passage that was found. */
  best: string | null;
};

async function tryOne(example: Example, { documentation, knowledge }: Asked): Promise<Tried> {
  const { completion } = example;
  const options = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  const { outcome, text, record } = await documentation({ text: questionOf(example), history: [] }, options);
  const passages = record.passages.flatMap(({ id }) => knowledge.passage(id)?.text ?? []);
  return {
    known: outcome === "answered",
    right: completion === null ? null : says(text, completion, questionOf(example)),
    unsupported: completion === null ? null : !standsIn(completion, passages),
    confidence: record.support.threshold > 0 ? record.support.score / record.support.threshold : 0,
    page: record.passages[0]?.path ?? null,
    best: passages[0] ?? null,
    model: record.modelId,
    tokens: record.tokens,
  };
}

async function withoutPages(sample: readonly Example[], closedBook: (question: string) => Promise<string>) {
  const right: boolean[] = [];
  for (const example of sample) {
    const { completion } = example;
    if (completion !== null) right.push(says(await closedBook(questionOf(example)), completion, questionOf(example)));
  }
  return share(right);
}

/** Whether the answer says what staff say. */
export function says(answer: string, reply: string, question: string): boolean {
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

const ANSWERS = 1_000;

/** Of a thousand answers, as the sample cost them. */
export function costWords(spent: readonly Spent[], prices: ModelPrices): string {
  const written = spent.filter(({ model }) => model !== null);
  if (written.length === 0) return "nothing: quoted on this machine";
  const costs = written.map(({ model, tokens }) => tokens && costOf(prices, model!, tokens));
  const known = costs.filter((cost) => cost !== null);
  if (known.length === written.length) {
    return `${((meanOf(known) * ANSWERS * written.length) / spent.length).toFixed(2)} ${prices.currency} for 1,000 answers`;
  }
  const tokens = meanOf(written.map(({ tokens }) => (tokens ? tokens.prompt + tokens.completion : 0)));
  return tokens === 0 ? "unknown: the model does not count tokens" : `${Math.round(tokens)} tokens an answer`;
}

const meanOf = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function commonest(texts: readonly string[]): [string, number] | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].reduce<[string, number] | null>((best, one) => (best && best[1] >= one[1] ? best : one), null);
}
