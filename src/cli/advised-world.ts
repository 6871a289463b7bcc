import type { Recommendation } from "../protocol/advice.ts";
import { seededRandom, shuffle } from "../score/seeded-random.ts";
import type { LabelledRow } from "./labelled-rows.ts";
import type { EvaluationQuestion } from "./questions-file.ts";

type Turn = {
  role: "customer" | "agent" | "bot";
  text: string;
  intent?: string;
  review?: { verdict: "approved" | "corrected"; text?: string };
  at?: string;
};
type Conversation = { conversation_id: string; turns: Turn[] };

/** A help desk of which it is known what each intent needs. */
export type AdvisedWorld = {
  /** What models were trained on, long ago. */
  before: Conversation[];
  /** Pages that were written since, by path: they say what staff say now. */
  pages: Map<string, string>;
  conversations: Conversation[];
  implied: Map<string, Recommendation>;
};

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
/** A model serves them, on what staff said then; meanwhile pages say better, under questions of customers as headings. */
const RETIRED = { intents: 6, old: 60, young: 40, headings: 12 };
/** Documentation questions whose pages stand side by side make an intent. */
const NEIGHBOURS = 5;

/** Pure: the same seed, the same world. */
export function advisedWorld({ niche, documented, seed }: AdvisedWorldInput): AdvisedWorld {
  const random = seededRandom(seed);
  const byCategory = grouped(niche, ({ category }) => category);
  const drawn = shuffle([...byCategory.keys()].sort(), random);
  const world: AdvisedWorld = { before: [], pages: new Map(), conversations: [], implied: new Map() };

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
  plantRetired(world, drawn, byCategory, random);
  plantDocumented(world, documented, random);
  return world;
}

function plantRetired(
  world: AdvisedWorld,
  drawn: readonly string[],
  rows: ReadonlyMap<string, readonly LabelledRow[]>,
  random: () => number,
): void {
  const { intents, old, young, headings } = RETIRED;
  const large = drawn.filter((intent) => rows.get(intent)!.length >= old + young + headings);
  for (const intent of large.slice(0, intents)) {
    const name = intent.replaceAll("_", " ");
    const asked = shuffle([...rows.get(intent)!], random).map(({ text }) => text);
    const former = `Our desk used to say this about ${name}.`;
    const current = `Open the app, choose ${letters(random)} under Help and confirm ${letters(random)} with your code.`;
    const talk = (from: number, count: number, reply: string, month: string) =>
      asked
        .slice(from, from + count)
        .map((text, place) => conversation(`${intent}:${month}:${place}`, text, intent, reply, dayOf(month, place)));

    world.implied.set(intent, "retire-model");
    world.before.push(...talk(headings, old, former, "2026-01"));
    world.conversations.push(...talk(headings + old, young, current, "2026-06"));
    const sections = asked.slice(0, headings).map((question) => `## ${question.replace(/\s+/g, " ")}\n\n${current}\n`);
    world.pages.set(`${intent.replaceAll(/[^a-z_]/gi, "")}.md`, `# ${name}\n\n${sections.join("\n")}`);
  }
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

function conversation(id: string, text: string, intent: string, reply: string | null, at?: string): Conversation {
  const asked: Turn = { role: "customer", text, intent, ...(at && { at }) };
  const said: Turn[] = reply === null ? [] : [{ role: "agent", text: reply, review: { verdict: "approved" } }];
  return { conversation_id: id, turns: [asked, ...said] };
}

/** Intents are asked for side by side, so that the newest days hold some of each. */
const dayOf = (month: string, place: number) => `${month}-${String((place % 28) + 1).padStart(2, "0")}T00:00:00Z`;

function grouped<Item>(items: readonly Item[], of: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(of(item), [...(groups.get(of(item)) ?? []), item]);
  return groups;
}

const letters = (random: () => number) =>
  Array.from({ length: 9 }, () => String.fromCharCode(97 + Math.floor(26 * random()))).join("");
