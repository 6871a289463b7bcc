import type { TunedReply } from "../models/tuned-replies.ts";
import type { Draft } from "./generate.ts";
import type { RecordBook } from "./record.ts";

/** A reply that staff approved, chosen by a model that has earned the intent. It needs no passage. */
export function tunedReply({ text, intent, probability, modelId }: TunedReply, { entry }: RecordBook): Draft {
  entry.modelId = modelId;
  entry.intent = { name: intent, probability };
  return { outcome: "answered", route: "tuned", text, passages: [], streamed: false };
}
