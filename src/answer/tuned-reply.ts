import type { TunedReply } from "../models/tuned-replies.ts";
import type { Passage } from "../search/passage.ts";
import type { Draft } from "./generate.ts";
import type { RecordBook } from "./record.ts";

/** A reply that staff approved, chosen by a model that has earned the intent. `[n]` cites `passages[n - 1]`. */
export function tunedReply(reply: TunedReply, passages: Passage[], { entry }: RecordBook): Draft {
  const { text, intent, probability, modelId } = reply;
  entry.modelId = modelId;
  entry.intent = { name: intent, probability };
  return { outcome: "answered", route: "tuned", text, passages, streamed: false };
}
