import { learntAs } from "../../src/intents/learnt-as.ts";
import { type ReplyBook, slotsOf } from "../../src/intents/reply-book.ts";
import type { LabelledText } from "../../src/intents/train-intent-classifier.ts";
import { counted } from "../../src/score/counted.ts";
import type { Embedder } from "../../src/search/embedder.ts";
import { type Example, questionOf } from "../example.ts";

/** Fewer approved turns cannot be told from chance. */
export const LEAST_ROWS = 10;
/** A reply that one conversation alone was given may belong to that customer's case. In weights of examples. */
const LEAST_APPROVALS = 2;

/** Replies by intent that may serve anybody: those that staff gave in several conversations. */
export async function replyBook(examples: readonly Example[], embedder: Embedder): Promise<ReplyBook> {
  const byIntent = grouped(examples.filter(servable), ({ intent }) => intent!);
  const book: [string, ReplyBook[string]][] = [];
  for (const [intent, own] of [...byIntent].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const replies = approvedOften(own);
    if (own.length < LEAST_ROWS || replies.length === 0) continue;
    const approved = replies.map(async ([text, of]) => ({
      text,
      approvals: conversations(of),
      cited: newest(of).passages,
      centre: meanOf(await embedder.embed(of.map(questionOf)), embedder.dimensions),
    }));
    book.push([intent, await Promise.all(approved)]);
  }
  return Object.fromEntries(book);
}

const approvedOften = (own: readonly Example[]) =>
  [...grouped(own, ({ completion }) => completion!)].filter(
    ([, of]) => conversations(of) >= LEAST_APPROVALS && weightOf(of) >= LEAST_APPROVALS,
  );

/** Why `replyBook` has nothing for an intent with these examples; null: it has. */
export function whyUntrained(own: readonly Example[]): string | null {
  const replied = own.filter(({ completion }) => completion !== null);
  if (replied.length < LEAST_ROWS)
    return `${counted(replied.length, "approved row")} to learn from, and ${LEAST_ROWS} are needed`;

  const fit = replied.filter(servable);
  const unfit = replied.find((example) => !servable(example));
  if (fit.length < LEAST_ROWS && unfit) {
    const slots = slotsOf(unfit.completion!).join(", ");
    return `its reply holds a personal placeholder that the questions do not give (${slots}): ${fit.length} of ${counted(replied.length, "row")} can be used, ${LEAST_ROWS} are needed`;
  }
  return approvedOften(fit).length > 0
    ? null
    : "no reply to it was approved in two conversations: each case has its own";
}

/** Every slot of the reply must be something that the conversation itself says. */
function servable({ completion, intent, messages }: Example): boolean {
  return (
    completion !== null &&
    intent !== null &&
    slotsOf(completion).every((slot) => messages.some(({ content }) => content.includes(slot)))
  );
}

/** What a classifier in front of these intents learns: their turns, and what is "none of these". */
export function gateTexts(examples: readonly Example[], intents: readonly string[]): LabelledText[] {
  const known = new Set(intents);
  return examples.flatMap((example): LabelledText[] => {
    const intent = learntAs(example, known);
    return intent === undefined ? [] : [{ text: questionOf(example), intent }];
  });
}

const weightOf = (examples: readonly Example[]) => examples.reduce((sum, { weight }) => sum + weight, 0);

const newest = (examples: readonly Example[]) =>
  examples.reduce((latest, one) => ((one.at ?? "") >= (latest.at ?? "") ? one : latest));

export const conversations = (examples: readonly Example[]) =>
  new Set(examples.map(({ conversation }) => conversation)).size;

export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Four decimals: the file stays small, and nearness moves by less than a thousandth. */
function meanOf(vectors: readonly Float32Array[], dimensions: number): number[] {
  return Array.from({ length: dimensions }, (_, d) => {
    const sum = vectors.reduce((total, vector) => total + vector[d]!, 0);
    return Math.round((sum / vectors.length) * 10_000) / 10_000;
  });
}
