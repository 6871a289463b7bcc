/** Longer than any question that a support chat asks back. */
const LONGEST = 200;

/**
 * Whether a reply does nothing but ask the customer something ("Which lamp do you have?"), and so claims nothing that a
 * passage had to say. One sentence without a figure: whatever says more is taken for a statement.
 */
export function asksBack(reply: string): boolean {
  const text = reply.trim();
  return text.length <= LONGEST && /^[^.!?…:;。！？؟\n\p{N}]+[?？؟]$/u.test(text);
}
