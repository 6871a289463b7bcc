import type { FinishReason } from "./chat-model.ts";

/** How the providers say that a reply is complete, cut by its token limit, or withheld. Lower case. */
const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: "stop",
  end_turn: "stop",
  stop_sequence: "stop",
  completed: "stop",
  complete: "stop",
  eos: "stop",
  length: "length",
  max_tokens: "length",
  max_output_tokens: "length",
  content_filter: "filtered",
  refusal: "filtered",
  safety: "filtered",
  recitation: "filtered",
  prohibited_content: "filtered",
  blocklist: "filtered",
};

/**
 * The finish reason in a chunk's `response_metadata`, null while there is none. The names are those of OpenAI's chat
 * completions (`finish_reason`), its responses (`status`, `incomplete_details`), Anthropic (`stop_reason`), Ollama
 * (`done_reason`) and Google (`finishReason`). A reason that none of them documents counts as complete.
 */
export function finishOf(metadata: Record<string, unknown>): FinishReason | null {
  const incomplete = metadata.incomplete_details;
  if (typeof incomplete === "object" && incomplete !== null && "reason" in incomplete) {
    return known(incomplete.reason);
  }

  const status = metadata.status === "in_progress" ? undefined : metadata.status;
  return known(
    metadata.finish_reason ?? metadata.stop_reason ?? metadata.done_reason ?? metadata.finishReason ?? status,
  );
}

/** OpenAI's models may refuse in a field of its own, `delta.refusal`, while `content` stays empty. */
export function refusedIn(additional: Record<string, unknown>): boolean {
  const raw = additional.__raw_response;
  if (typeof raw !== "object" || raw === null || !("choices" in raw) || !Array.isArray(raw.choices)) {
    return typeof additional.refusal === "string";
  }
  const refusal: unknown = raw.choices[0]?.delta?.refusal;
  return typeof refusal === "string" && refusal !== "";
}

function known(reason: unknown): FinishReason | null {
  return typeof reason === "string" && reason !== "" ? (REASONS[reason.toLowerCase()] ?? "stop") : null;
}
