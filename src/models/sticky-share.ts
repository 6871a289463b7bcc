import { createHash } from "node:crypto";

/**
 * Whether a conversation belongs to the `share` (0..1) of conversations that `what` serves. Sticky: a conversation stays
 * on its side while the share stands or grows. Models and prompts are tried on conversations alike, and without a
 * conversation, as on the command line, nothing is tried.
 */
export function inShare(share: number, what: string, conversation: string | undefined): boolean {
  if (share >= 1 || conversation === undefined) return share >= 1;
  const draw = createHash("sha256").update(`${what}\n${conversation}`).digest().readUInt32LE(0);
  return draw / 2 ** 32 < share;
}
