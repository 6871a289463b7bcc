import { seededRandom, shuffle } from "../score/seeded-random.ts";
import type { LabelledRow } from "./labelled-rows.ts";

export type PlantedWorldInput = {
  /** What customers asked in the past, and what they will ask. */
  train: readonly LabelledRow[];
  test: readonly LabelledRow[];
  /** How many intents staff have one approved reply for. */
  intents: number;
  /** Whether the questions of the other intents stand in the log, unlabelled and without an approved reply. */
  others: boolean;
  seed: number;
};

type Turn = { role: "customer" | "agent"; text: string; intent?: string; review?: { verdict: "approved" } };

export type PlantedWorld = {
  /** The log, as `finetune -- collect` reads it. */
  conversations: { conversation_id: string; turns: Turn[] }[];
  /** Test questions of the intents with a reply, and the reply that each must get. */
  known: { text: string; reply: string }[];
  /** Test questions of the other intents: nobody has approved a reply. */
  others: string[];
  /** Personal data of the log's customers: must be found nowhere afterwards. */
  personal: string[];
  /** Words that staff agreed on with one customer each: must stand in no answer and in no model. */
  cases: string[];
};

/** Every tenth customer leaves contact and payment data behind. */
const PERSONAL_EVERY = 10;

/**
 * A help desk whose past is known exactly: for some intents, drawn by the seed, staff gave one fixed reply and approved
 * it; once in each they also wrote a reply that belongs to one customer's case. Pure: the same seed, the same world.
 */
export function plantedWorld({ train, test, intents, others, seed }: PlantedWorldInput): PlantedWorld {
  const random = seededRandom(seed);
  const categories = [...new Set(train.map(({ category }) => category))].sort();
  const known = new Set(shuffle(categories, random).slice(0, intents));
  const personal: string[] = [];

  const approved = train
    .filter(({ category }) => known.has(category))
    .map(({ text, category }, at) => {
      const signature = at % PERSONAL_EVERY === 0 ? signatureOf(at, random, personal) : "";
      return approvedConversation(`known:${at}`, `${text}${signature}`, category, replyTo(category));
    });
  const cases = [...known].map(() => drawLetters(random, 9));
  const single = [...known].sort().map((category, at) => {
    const { text } = train.find((row) => row.category === category)!;
    return approvedConversation(
      `case:${at}`,
      `${text} Please look at my case.`,
      category,
      caseReply(category, cases[at]!),
    );
  });
  const unlabelled = train
    .filter(({ category }) => others && !known.has(category))
    .map(({ text }, at) => ({ conversation_id: `other:${at}`, turns: [{ role: "customer" as const, text }] }));

  return {
    conversations: [...approved, ...single, ...unlabelled],
    known: test
      .filter(({ category }) => known.has(category))
      .map(({ text, category }) => ({ text, reply: replyTo(category) })),
    others: test.filter(({ category }) => !known.has(category)).map(({ text }) => text),
    personal,
    cases,
  };
}

const replyTo = (category: string) => `This is what our desk says about ${category.replaceAll("_", " ")}.`;

/** Every intent has its own words, else the reply would be set aside as boilerplate. */
const caseReply = (category: string, secret: string) =>
  `As agreed about ${category.replaceAll("_", " ")}, say the word ${secret} when we ring you.`;

function approvedConversation(conversation_id: string, text: string, intent: string, reply: string) {
  const turns: Turn[] = [
    { role: "customer", text, intent },
    { role: "agent", text: reply, review: { verdict: "approved" } },
  ];
  return { conversation_id, turns };
}

function signatureOf(at: number, random: () => number, personal: string[]): string {
  const data = [
    `customer${at}.${drawDigits(random, 5)}@example.org`,
    `+44 20 79${drawDigits(random, 2)} ${drawDigits(random, 4)}`,
    withCheckDigit(`4539 ${drawDigits(random, 4)} ${drawDigits(random, 4)} ${drawDigits(random, 3)}`),
  ];
  personal.push(...data);
  return ` Write to ${data[0]} or call ${data[1]}. I paid with ${data[2]}.`;
}

const drawDigits = (random: () => number, count: number) =>
  Array.from({ length: count }, () => Math.floor(10 * random())).join("");

export const drawLetters = (random: () => number, count: number) =>
  Array.from({ length: count }, () => String.fromCharCode(97 + Math.floor(26 * random()))).join("");

/** Luhn's: without it the number is no card number. */
function withCheckDigit(number: string): string {
  const digits = [...number.replaceAll(" ", "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, at) => {
    const counted = at % 2 === 0 ? 2 * digit : digit;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return `${number}${(10 - (sum % 10)) % 10}`;
}
