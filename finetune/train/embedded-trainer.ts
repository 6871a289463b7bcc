import { join } from "node:path";
import { writeArtefact } from "../../src/intents/artefact.ts";
import { type ReplyBook, slotsOf } from "../../src/intents/reply-book.ts";
import { type LabelledText, trainIntentClassifier } from "../../src/intents/train-intent-classifier.ts";
import { writeTunedModel } from "../../src/intents/tuned-model.ts";
import type { Embedder } from "../../src/search/embedder.ts";
import { DatasetError, type Example, questionOf, readExamples } from "../example.ts";
import type { Trainer } from "./trainer.ts";

/** Fewer approved turns cannot be told from chance. */
export const LEAST_ROWS = 10;
/** A reply that one conversation alone was given may belong to that customer's case. In weights of examples. */
const LEAST_APPROVALS = 2;

const STEPS = 3;

/** Trains here, in seconds, out of examples as `example.ts` writes them; the model is a folder below `folder`, named by its content. */
export function embeddedTrainer({ folder, embedder }: { folder: string; embedder: Embedder }): Trainer {
  return {
    async train({ rows, seed }, signal, onProgress) {
      if (signal.aborted) return { outcome: "cancelled" };
      const examples = await readOrReason(rows);
      if (typeof examples === "string") return { outcome: "failed", reason: examples };
      onProgress({ step: 1, steps: STEPS, loss: null });

      const replies = await replyBook(examples, embedder);
      const texts = textsOf(examples, replies);
      if (Object.keys(replies).length === 0 || new Set(texts.map(({ intent }) => intent)).size < 2)
        return { outcome: "failed", reason: TOO_FEW };
      onProgress({ step: 2, steps: STEPS, loss: null });

      if (signal.aborted) return { outcome: "cancelled" };
      const classifier = await trainIntentClassifier(texts, embedder, seed);
      const model = writeTunedModel(folder, writeArtefact(classifier), { replies });
      onProgress({ step: 3, steps: STEPS, loss: null });
      return { outcome: "trained", artefact: join(folder, model), cost: null };
    },
  };
}

export const TOO_FEW = `No intent has ${LEAST_ROWS} approved turns yet. Review more answers in the console, then run it again.`;

async function readOrReason(file: string): Promise<Example[] | string> {
  try {
    return await readExamples(file);
  } catch (error) {
    if (error instanceof DatasetError) return error.message;
    throw error;
  }
}

async function replyBook(examples: readonly Example[], embedder: Embedder): Promise<ReplyBook> {
  const byIntent = grouped(examples.filter(servable), ({ intent }) => intent!);
  const book: ReplyBook = {};
  for (const [intent, own] of [...byIntent].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const replies = [...grouped(own, ({ completion }) => completion!)].filter(
      ([, of]) => conversations(of) >= LEAST_APPROVALS && weightOf(of) >= LEAST_APPROVALS,
    );
    if (own.length < LEAST_ROWS || replies.length === 0) continue;
    book[intent] = await Promise.all(
      replies.map(async ([text, of]) => ({
        text,
        approvals: conversations(of),
        cited: newest(of).passages,
        centre: meanOf(await embedder.embed(of.map(questionOf)), embedder.dimensions),
      })),
    );
  }
  return book;
}

/** Every slot of the reply must be something that the conversation itself says. */
function servable({ completion, intent, messages }: Example): boolean {
  return (
    completion !== null &&
    intent !== null &&
    slotsOf(completion).every((slot) => messages.some(({ content }) => content.includes(slot)))
  );
}

/**
 * Turns of intents that have a reply, and as "none of these" whatever nobody approved. What a person answered without
 * naming an intent may be of any.
 */
function textsOf(examples: readonly Example[], replies: ReplyBook): LabelledText[] {
  return examples.flatMap((example): LabelledText[] => {
    const { intent, completion } = example;
    const text = questionOf(example);
    if (intent !== null && Object.hasOwn(replies, intent)) return completion === null ? [] : [{ text, intent }];
    return completion !== null && intent === null ? [] : [{ text, intent: null }];
  });
}

const weightOf = (examples: readonly Example[]) => examples.reduce((sum, { weight }) => sum + weight, 0);

const newest = (examples: readonly Example[]) =>
  examples.reduce((latest, one) => ((one.at ?? "") >= (latest.at ?? "") ? one : latest));

const conversations = (examples: readonly Example[]) => new Set(examples.map(({ conversation }) => conversation)).size;

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
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
