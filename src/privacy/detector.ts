export const KINDS = ["secret", "email", "phone", "card", "iban", "ip", "mac", "order", "account", "name"] as const;
export type Kind = (typeof KINDS)[number];

/** UTF-16 offsets in the text. */
export type Span = { start: number; end: number; kind: Kind };

/**
 * Finds one sort of personal data. `before`: the texts that precede in the conversation, latest last, because "7916676427"
 * says what it is only after "Your order number?". What was already found stands in `text` as CLAIMED characters.
 * Where a pattern must not start or end inside a word it looks for cased letters (`\p{Lu}\p{Ll}`): Chinese and Japanese
 * write numbers and addresses right behind their own characters. Must take linear time on any text, and never throws.
 */
export type Detector = (text: string, before: readonly string[]) => Span[];

/** Object replacement character: neither letter, digit, punctuation nor space, so no pattern reaches across it. */
export const CLAIMED = "\uFFFC";

/** Earlier texts that an answer may belong to: the question, and what came in between. */
const LOOK_BACK = 4;

/** The latest of the preceding texts that `pattern` is found in. The pattern must not be global. */
export function lastAsked(before: readonly string[], pattern: RegExp): boolean {
  return before.slice(-LOOK_BACK).some((text) => pattern.test(text.slice(-400)));
}
