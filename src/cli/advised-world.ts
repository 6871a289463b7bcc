import type { Recommendation } from "../protocol/advice.ts";
import { seededRandom, shuffle } from "../score/seeded-random.ts";
import type { LabelledRow } from "./planted-world.ts";
import type { EvaluationQuestion } from "./questions-file.ts";

type Turn = {
  role: "customer" | "agent" | "bot";
  text: string;
  intent?: string;
  review?: { verdict: "approved" | "corrected"; text?: string };
};
type Conversation = { conversation_id: string; turns: Turn[] };

/** A help desk of which it is known what each intent needs. */
export type AdvisedWorld = { conversations: Conversation[]; implied: Map<string, Recommendation> };

export type AdvisedWorldInput = {
  /** Intents that no page answers. */
  niche: readonly LabelledRow[];
  /** Questions that pages answer, with what a good answer says. */
  documented: readonly EvaluationQuestion[];
  seed: number;
};

/** How many intents of each kind are drawn from the niche ones, and how many rows of each go into the log. */
const FINE_TUNE = { intents: 20, rows: 80 };
const RARE = { intents: 14, rows: 10 };
const UNREVIEWED = { intents: 14, rows: 60 };
const PERSONAL = { intents: 12, rows: 30 };
/** Documentation questions whose pages stand side by side make an intent. */
const NEIGHBOURS = 5;

/** Pure: the same seed, the same world. */
export function advisedWorld({ niche, documented, seed }: AdvisedWorldInput): AdvisedWorld {
  const random = seededRandom(seed);
  const byCategory = grouped(niche, ({ category }) => category);
  const drawn = shuffle([...byCategory.keys()].sort(), random);
  const world: AdvisedWorld = { conversations: [], implied: new Map() };

  const plant = (
    { intents, rows }: typeof RARE,
    implied: Recommendation,
    reply: (intent: string, at: number) => string | null,
  ) => {
    for (const intent of drawn.splice(0, intents)) {
      world.implied.set(intent, implied);
      const asked = shuffle([...byCategory.get(intent)!], random).slice(0, rows);
      world.conversations.push(
        ...asked.map(({ text }, at) => conversation(`${intent}:${at}`, text, intent, reply(intent, at))),
      );
    }
  };
  plant(FINE_TUNE, "fine-tune", (intent) => `This is what our desk says about ${intent.replaceAll("_", " ")}.`);
  plant(RARE, "verified-answer", (intent) => `About ${intent.replaceAll("_", " ")}, our desk always says this.`);
  plant(UNREVIEWED, "collect-reviews", () => null);
  plant(
    PERSONAL,
    "leave-to-people",
    (intent, at) => `I looked at your case ${intent}-${at} and settled it with ${letters(random)}.`,
  );
  plantDocumented(world, documented, random);
  return world;
}

function plantDocumented(world: AdvisedWorld, documented: readonly EvaluationQuestion[], random: () => number): void {
  const answerable = documented.filter(({ relevant, answer }) => relevant.length > 0 && answer);
  const ordered = [...answerable].sort((one, other) => (one.relevant[0]! < other.relevant[0]! ? -1 : 1));
  const intents = Array.from({ length: Math.floor(ordered.length / NEIGHBOURS) }, (_, at) =>
    ordered.slice(at * NEIGHBOURS, (at + 1) * NEIGHBOURS),
  );
  for (const [at, questions] of shuffle(intents, random).entries()) {
    const wrong = at % 3 === 0;
    const intent = `docs:${at}`;
    world.implied.set(intent, wrong ? "improve-page" : "keep-prompting");
    for (const [place, { question, answer }] of questions.entries()) {
      const reply = wrong ? `Not as written there: since spring it is ${letters(random)} ${letters(random)}.` : answer!;
      world.conversations.push(conversation(`${intent}:${place}`, question, intent, reply));
    }
  }
}

function conversation(id: string, text: string, intent: string, reply: string | null): Conversation {
  const asked: Turn = { role: "customer", text, intent };
  const said: Turn[] = reply === null ? [] : [{ role: "agent", text: reply, review: { verdict: "approved" } }];
  return { conversation_id: id, turns: [asked, ...said] };
}

function grouped<Item>(items: readonly Item[], of: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(of(item), [...(groups.get(of(item)) ?? []), item]);
  return groups;
}

const letters = (random: () => number) =>
  Array.from({ length: 9 }, () => String.fromCharCode(97 + Math.floor(26 * random()))).join("");
