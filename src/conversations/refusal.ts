import type { ErrorCode, Refusal } from "../protocol/visitor.ts";

/** For whoever reads a widget's log; the widget words what its customer sees by the code. */
const MESSAGES: Record<ErrorCode, string> = {
  invalid: "The event's payload is not what the protocol asks for.",
  "too-long": "The text is longer than the protocol allows.",
  conflict: "This clientMessageId was used for another text.",
  busy: "Too many questions are waiting for an answer. Please try again in a moment.",
  "rate-limited": "Too many messages in a short time. Please wait a moment.",
  "not-found": "There is no such message in this conversation.",
  closed: "This conversation is closed.",
};

export function refusal(code: ErrorCode, message: string = MESSAGES[code]): Refusal {
  return { ok: false, error: { code, message } };
}
