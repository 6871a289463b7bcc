import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Answer, AnswerQuestion } from "../answer/answer-question.ts";
import { projectRoot } from "../config.ts";
import type { ConversationStore } from "../conversations/conversation-store.ts";
import { OVER_AFTER_MS } from "../conversations/resolution.ts";
import { seededRandom } from "../score/seeded-random.ts";

/** Written for this purpose; no customer ever asked it. What a question is called, how often it comes, and its words. */
const QUESTIONS = "src/cli/demo-questions.json";
const questionsSchema = z.record(z.string(), z.object({ weight: z.number(), asks: z.array(z.string()).min(1) }));

const DAY = 86_400_000;
const DAYS = 60;
const PAGES = ["https://www.lamp.example/", "https://www.lamp.example/help", "https://app.lamp.example/settings"];
const REPLIES = [
  "Thank you for waiting. I have looked into it and sent you a mail.",
  "That is done now. Is there anything else?",
  "I have passed it on to our billing team; they answer within a day.",
];

export type DemoHistoryPorts = {
  store: ConversationStore;
  answerQuestion: AnswerQuestion;
  /** Who replies where a customer asked for a person. */
  staffId: string;
  /** Milliseconds since the epoch. */
  now: number;
};

/**
 * The past of a help desk: so many days of conversations, with all the ways in which they end. A second run changes
 * nothing. Returns how many conversations were new.
 */
export async function writeDemoHistory({ store, answerQuestion, staffId, now }: DemoHistoryPorts): Promise<number> {
  const questions = questionsSchema.parse(JSON.parse(readFileSync(join(projectRoot(), QUESTIONS), "utf8")));
  const random = seededRandom(7);
  const answers = rememberedAnswers(answerQuestion);
  let written = 0;
  for (let day = DAYS; day > 0; day -= 1) {
    const visits = Array.from({ length: visitsOn(now - day * DAY, DAYS - day, random) }, (_, number) =>
      plan(`demo-${DAYS - day}-${number}`, now - day * DAY, questions, random),
    );
    const kept = await Promise.all(visits.map((visit) => happen(visit, { store, answers, staffId })));
    written += kept.filter(Boolean).length;
  }
  return written;
}

/** Fewer at weekends, and more from week to week. */
function visitsOn(at: number, passed: number, random: () => number): number {
  const weekend = [0, 6].includes(new Date(at).getUTCDay());
  return Math.round((weekend ? 3 : 8) + passed / 12 + random() * 4);
}

type Visit = {
  id: string;
  at: number;
  page: string;
  asks: { text: string; intent: string }[];
  /** One draw for each thing that may happen, in 0..1. */
  chance: { rating: number; person: number; stop: number; back: number; wait: number };
};

function plan(id: string, day: number, questions: z.infer<typeof questionsSchema>, random: () => number): Visit {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
  const names = Object.entries(questions).flatMap(([name, { weight }]) => Array<string>(weight).fill(name));
  const ask = () => {
    const intent = pick(names);
    return { intent, text: pick(questions[intent]!.asks) };
  };
  return {
    id,
    at: day + (random() - 0.5) * 12 * 3_600_000,
    page: pick(PAGES),
    asks: random() < 0.3 ? [ask(), ask()] : [ask()],
    chance: { rating: random(), person: random(), stop: random(), back: random(), wait: random() },
  };
}

type Surroundings = { store: ConversationStore; answers: Remembered; staffId: string };
type Remembered = (text: string) => Promise<Answer>;

/** The same words get the same answer, so each is made once. */
function rememberedAnswers(answerQuestion: AnswerQuestion): Remembered {
  const made = new Map<string, Promise<Answer>>();
  const options = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  return (text) => {
    if (!made.has(text)) made.set(text, answerQuestion({ text, history: [] }, options));
    return made.get(text)!;
  };
}

/** False where it happened in an earlier run. */
async function happen(visit: Visit, { store, answers, staffId }: Surroundings): Promise<boolean> {
  const { id, page, chance } = visit;
  let at = Math.round(visit.at);
  let last: { answerId: string; answer: Answer } | null = null;
  const returns = chance.back < 0.06 ? [...visit.asks, visit.asks[0]!] : visit.asks;
  for (const [turn, { text, intent }] of returns.entries()) {
    if (turn === visit.asks.length) at += OVER_AFTER_MS + 7_200_000;
    const answer = await answers(text);
    const answerId = `${id}-answer-${turn}`;
    const question = { conversationId: id, clientMessageId: `${turn}`, messageId: `${id}-${turn}`, answerId, text };
    const kept = await store.keepQuestion({ ...question, at, openLimit: 9 });
    if (kept.kind !== "kept") return false;
    const firstTokenAt = at + 180 + Math.round(-420 * Math.log(1 - chance.wait));
    const meant = intent === "" ? null : { name: intent, probability: 0.9 };
    const stopped = chance.stop < 0.03 && { outcome: "stopped" as const };
    at = firstTokenAt + 2_500;
    await store.finishAnswer(
      answerId,
      { ...answer, record: { ...answer.record, intent: meant }, firstTokenAt, ...stopped },
      at,
    );
    last = { answerId, answer };
    at += 40_000;
  }
  await store.keepCustomer(id, { page, locale: "en", subject: null, attributes: {} });
  if (last) await rate(visit, last, store, at);
  if (last?.answer.outcome === "no-answer" ? chance.person < 0.45 : chance.person < 0.05) {
    await handOver(visit, { store, staffId }, at + 20_000);
  }
  return true;
}

async function rate(
  { id, chance }: Visit,
  { answerId, answer }: { answerId: string; answer: Answer },
  store: ConversationStore,
  at: number,
): Promise<void> {
  const good = answer.outcome === "answered";
  if (chance.rating > (good ? 0.34 : 0.2)) return;
  const verdict = good && chance.rating < 0.28 ? "up" : "down";
  await store.rateAnswer(id, { messageId: answerId, verdict }, at);
}

async function handOver(
  { id, chance }: Visit,
  { store, staffId }: Pick<Surroundings, "store" | "staffId">,
  at: number,
): Promise<void> {
  const notice = {
    messageId: `${id}-notice`,
    text: "Thank you. Somebody of our team will join this chat.",
    offersEmail: false,
  };
  await store.keepHumanRequest({ conversationId: id, reason: null, at, notice, queue: true });
  const move = { conversationId: id, staffId, assigns: false, answerId: `${id}-late` };
  await store.transfer({ ...move, to: "human", nextAssignee: staffId, at: at + 90_000 });
  const text = REPLIES[Math.floor(chance.wait * REPLIES.length)]!;
  const reply = { conversationId: id, staffId, clientMessageId: "1", messageId: `${id}-reply`, text, citations: [] };
  await store.keepReply({ ...reply, at: at + 150_000 });
  await store.transfer({ ...move, to: "closed", nextAssignee: null, at: at + 600_000 });
}
