import { join } from "node:path";
import { writeArtefact } from "../../src/intents/artefact.ts";
import { PARTS, trainIntentClassifier } from "../../src/intents/train-intent-classifier.ts";
import { writeTunedModel } from "../../src/intents/tuned-model.ts";
import { wordingsOf } from "../../src/intents/wordings.ts";
import type { Embedder } from "../../src/search/embedder.ts";
import { DatasetError, type Example, readExamples } from "../example.ts";
import { gateTexts, LEAST_ROWS, replyBook } from "./approved-replies.ts";
import type { Trainer } from "./trainer.ts";

/** Rows read, replies known, each part of the classifier trained, the model written. */
const STEPS = 3 + PARTS;

/** Trains here, in seconds, out of examples as `example.ts` writes them; the model is a folder below `folder`, named by its content. */
export function embeddedTrainer({ folder, embedder }: { folder: string; embedder: Embedder }): Trainer {
  return {
    async train({ rows, seed }, signal, onProgress) {
      if (signal.aborted) return { outcome: "cancelled" };
      const examples = await readOrReason(rows);
      if (typeof examples === "string") return { outcome: "failed", reason: examples };
      onProgress({ step: 1, steps: STEPS, loss: null });

      const replies = await replyBook(examples, embedder);
      const texts = gateTexts(examples, Object.keys(replies));
      if (Object.keys(replies).length === 0 || new Set(texts.map(({ intent }) => intent)).size < 2)
        return { outcome: "failed", reason: TOO_FEW };
      onProgress({ step: 2, steps: STEPS, loss: null });

      if (signal.aborted) return { outcome: "cancelled" };
      let step = 2;
      const onPart = () => onProgress({ step: ++step, steps: STEPS, loss: null });
      const classifier = await trainIntentClassifier(texts, embedder, seed, { signal, onPart }).catch((error) => {
        if (signal.aborted) return null;
        throw error;
      });
      if (classifier === null || signal.aborted) return { outcome: "cancelled" };
      const learnt = { replies, wordings: wordingsOf(texts, classifier) };
      const model = writeTunedModel(folder, writeArtefact(classifier), learnt);
      onProgress({ step: STEPS, steps: STEPS, loss: null });
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
