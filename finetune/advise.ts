import type { AnswerQuestion } from "../src/answer/answer-question.ts";
import type { RedactionRules } from "../src/privacy/redact.ts";
import { ADVICE_FORMAT, type Advice, type IntentAdvice, type RouteFacts } from "../src/protocol/advice.ts";
import { counted } from "../src/score/counted.ts";
import type { Embedder } from "../src/search/embedder.ts";
import { type Asked, costWords, type Observed, observe, says, share } from "./advise/intent-facts.ts";
import { type Row, rowsNeeded } from "./advise/learning-curve.ts";
import { type IntentFacts, recommend } from "./advise/recommend.ts";
import { risksIn } from "./advise/risks.ts";
import { type Example, questionOf } from "./example.ts";

export type AdvisePorts = Asked & {
  embedder: Embedder;
  rules: RedactionRules;
  /** What the tuned models answer, and documentation where they leave it alone; asked for the intents of `live` alone. */
  serving: AnswerQuestion;
  /** Intents that a tuned model serves. */
  live: ReadonlySet<string>;
  /** Intents that no model of these rows would serve, with the reason. */
  untrained: ReadonlyMap<string, string>;
  trainers: Advice["trainers"];
  seed: number;
  /** ISO 8601. */
  now: () => string;
  say: (line: string) => void;
};

/** Prompt or fine-tune? One recommendation for each labelled intent, out of the data at hand. The same data and seed, the same advice. */
export async function adviseOn(examples: readonly Example[], ports: AdvisePorts): Promise<Advice> {
  const labelled = byIntent(examples);
  const needed = rowsNeeded(await rowsOf(examples, ports.embedder), ports.seed);
  const intents: IntentAdvice[] = [];
  for (const [intent, own] of [...labelled].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const observed = await observe(own, ports, ports.seed);
    const served = ports.live.has(intent) ? await tunedSide(own, ports) : null;
    const tuned = served && { live: true, candidate: served.candidate, serving: served.documentation };
    const untrained = ports.untrained.get(intent) ?? null;
    const facts = { ...observed, rowsNeeded: needed.get(intent) ?? null, untrained, tuned, served };
    intents.push(adviceFor(intent, own, facts, examples.length));
    ports.say(`${intents.length} of ${counted(labelled.size, "intent")}`);
  }
  return {
    format: ADVICE_FORMAT,
    madeAt: ports.now(),
    questions: examples.length,
    unlabelled: examples.filter(({ intent }) => intent === null).length,
    trainers: ports.trainers,
    intents: intents.sort((one, other) => other.questions - one.questions),
    risks: risksIn(examples, ports.rules),
  };
}

function byIntent(examples: readonly Example[]): Map<string, Example[]> {
  const groups = new Map<string, Example[]>();
  for (const example of examples) {
    const { intent } = example;
    if (intent !== null) groups.set(intent, [...(groups.get(intent) ?? []), example]);
  }
  return groups;
}

/** Beyond so many, the nearest neighbours cost minutes and say the same. */
const MOST_ROWS = 6_000;

/** Labelled ones first: unlabelled ones are what an intent must be told from. */
async function rowsOf(examples: readonly Example[], embedder: Embedder): Promise<Row[]> {
  const ordered = [...examples].sort((one, other) => Number(one.intent === null) - Number(other.intent === null));
  const kept = ordered.slice(0, MOST_ROWS);
  const vectors = await embedder.embed(kept.map(questionOf));
  return kept.map(({ intent }, at) => ({ intent, vector: vectors[at]! }));
}

const SAMPLE = 40;

type TunedSide = { candidate: boolean[]; documentation: boolean[]; ms: number; cost: string };
type Facts = Observed & IntentFacts & { served: TunedSide | null };

/** The tuned model and the documentation on the newest questions whose right reply is known, by one yardstick. */
async function tunedSide(examples: readonly Example[], ports: AdvisePorts): Promise<TunedSide> {
  const asked = newestFirst(examples.filter(({ completion }) => completion !== null)).slice(0, SAMPLE);
  const quiet = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  const answersOf = async (answer: AnswerQuestion) => {
    const answers = [];
    for (const example of asked) answers.push(await answer({ text: questionOf(example), history: [] }, quiet));
    return answers;
  };
  const from = performance.now();
  const tuned = await answersOf(ports.serving);
  const ms = (performance.now() - from) / Math.max(1, asked.length);
  const documented = await answersOf(ports.documentation);
  const right = (answers: typeof tuned) =>
    answers.map(({ text }, at) => says(text, asked[at]!.completion!, questionOf(asked[at]!)));
  const spent = tuned.map(({ record }) => ({ model: record.tokens ? record.modelId : null, tokens: record.tokens }));
  return { candidate: right(tuned), documentation: right(documented), ms, cost: costWords(spent, ports.prices) };
}

/** What staff say today counts; a log without times is taken to be in order. */
function newestFirst(examples: readonly Example[]): Example[] {
  return [...examples]
    .reverse()
    .sort((one, other) => ((one.at ?? "") < (other.at ?? "") ? 1 : one.at === other.at ? 0 : -1));
}

function adviceFor(intent: string, examples: readonly Example[], facts: Facts, all: number): IntentAdvice {
  const outcomes = { approved: 0, corrected: 0, rejected: 0, written: 0, unreviewed: 0 };
  for (const { verdict } of examples) outcomes[verdict] += 1;
  const { questions, documented, confidence, closedBook, page, rows, unsupported, sameReply, distance } = facts;
  return {
    intent,
    questions,
    share: questions / Math.max(1, all),
    outcomes,
    routes: routesOf(facts),
    documented,
    confidence,
    closedBook,
    page,
    rows,
    rowsNeeded: facts.rowsNeeded,
    unsupported,
    sameReply,
    distance,
    ...recommend(facts),
  };
}

function routesOf({ documentedRight, served, rows, sameReply, written, ms, cost }: Facts): RouteFacts[] {
  const replies = share(Array.from({ length: rows }, (_, at) => at < Math.round(rows * sameReply)));
  return [
    {
      route: "documentation",
      accuracy: documentedRight.of === 0 ? null : documentedRight,
      ms: Math.round(ms),
      cost,
    },
    {
      route: "verified",
      accuracy: rows === 0 ? null : replies,
      // It is looked up in the same index, before the documentation is.
      ms: null,
      cost: "nothing an answer; written once by staff, who keep it fresh",
    },
    {
      route: "tuned",
      accuracy: served && share(served.candidate),
      ms: served && Math.round(served.ms),
      cost: served ? served.cost : "seconds of training on this machine, again when replies change",
    },
    {
      route: "person",
      accuracy: null,
      ms: null,
      cost: written === 0 ? "a person's time" : `a person's time, ${counted(written, "time")} so far`,
    },
  ];
}
