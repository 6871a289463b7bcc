import type { Registry } from "../models/registry.ts";
import { inShare } from "../models/sticky-share.ts";
import type { TunedReplies, TunedReply } from "../models/tuned-replies.ts";
import type { Embedder } from "../search/embedder.ts";
import { fillReply, pickReply, type SlotValues } from "./reply-book.ts";
import type { TunedModel } from "./tuned-model.ts";

export type RepliesInput = {
  /** Asked at every question, so that a promotion is live at the next one. */
  registry: () => Registry;
  /** Opened once per id by the caller; null where it cannot be. */
  model: (id: string) => TunedModel | null;
  embedder: Embedder;
  /** Values of the slots in a conversation's texts, by placeholder. */
  slotValues: (texts: readonly string[]) => SlotValues;
};

/** Serves each intent by the model that the registry names for it. */
export function embeddedReplies({ registry, model, embedder, slotValues }: RepliesInput): TunedReplies {
  return {
    async reply(question, history) {
      const { serving } = registry();
      const served = [...new Set(Object.values(serving).map((entry) => entry.model))].sort();
      const texts = [...history.map(({ text }) => text), question];

      for (const id of served) {
        const opened = model(id);
        const found = opened && (await replyOf(opened, question, embedder, () => slotValues(texts)));
        const entry = found && serving[found.intent];
        if (found && entry?.model === id && inShare(entry.share, found.intent, texts[0]!)) return found;
      }
      return null;
    },
  };
}

/** How a turn's record names the model. */
export const recordedAs = (id: string) => `embedded:${id}`;

/** What the model would say, whether it serves the intent or not. */
export async function replyOf(
  { id, classifier, replies }: TunedModel,
  question: string,
  embedder: Embedder,
  slotValues: () => SlotValues,
): Promise<TunedReply | null> {
  const { ranked, rejected } = await classifier.classify(question);
  const { intent, probability } = ranked[0]!;
  if (rejected) return null;

  const [vector] = await embedder.embed([question]);
  const picked = pickReply(replies[intent] ?? [], vector!);
  const text = picked ? fillReply(picked.text, slotValues()) : null;
  if (!picked || text === null) return null;
  return { intent, text, probability, cited: picked.cited, modelId: recordedAs(id) };
}
