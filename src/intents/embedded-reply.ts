import { namedIn } from "../models/by-name.ts";
import type { Meant, TunedQuestion, TunedReply } from "../models/tuned-replies.ts";
import type { Embedder } from "../search/embedder.ts";
import { fillReply, pickReply, type SlotValues } from "./reply-book.ts";
import type { TunedModel } from "./tuned-model.ts";

type Ports = {
  embedder: Embedder;
  /** Values of the slots in a conversation's texts, by placeholder. */
  slotValues: (texts: readonly string[]) => SlotValues;
};

/**
 * The approved reply whose questions lie nearest; null where its slots have no value in this conversation. `learnt`: the
 * question as training shows it, without personal data.
 */
export async function embeddedReply(
  { replies }: Pick<TunedModel, "replies">,
  meant: Meant,
  { text: question, history, learnt }: TunedQuestion & { learnt: string },
  { embedder, slotValues }: Ports,
): Promise<TunedReply | null> {
  const [vector] = await embedder.embed([learnt]);
  const picked = pickReply(namedIn(replies, meant.intent) ?? [], vector!);
  const texts = [...history.map(({ text }) => text), question];
  const text = picked ? fillReply(picked.text, slotValues(texts)) : null;
  if (!picked || text === null) return null;
  return {
    kind: "reply",
    ...meant,
    text,
    cited: picked.cited,
    sent: null,
  };
}
