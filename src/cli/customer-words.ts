import type { KnownBackup } from "../backup/known-backups.ts";
import type { CustomerErasure } from "../customers/erase-customer.ts";
import type { FoundConversation } from "../customers/find-customer.ts";
import type { VerifiedForCustomer } from "../protocol/customers.ts";

type Going = Pick<CustomerErasure, "verifiedAnswers" | "intents">;

/** Before: what would go. */
export function proposal(found: readonly FoundConversation[], { verifiedAnswers, intents }: Going): string {
  const lines = found.map(({ conversationId, startedAt, lastAt, messages }) => {
    const [from, until] = [startedAt, lastAt].map((at) => new Date(at).toISOString().slice(0, 10));
    return `  ${conversationId}  ${from} to ${until}, ${messages} messages`;
  });
  return [
    `${counted(found.length)} would be erased:`,
    ...lines,
    ...named(verifiedAnswers, "would go, too: no customer would get it any more."),
    ...unlearnt(intents, "would go. The documentation would answer"),
    "Nothing was erased. Add --yes to do it.",
  ].join("\n");
}

function named(verified: readonly VerifiedForCustomer[], what: string): string[] {
  if (verified.length === 0) return [];
  const lines = verified.map(({ question, phrasings }) => {
    const further = phrasings === 0 ? "" : `, and ${phrasings} further ${phrasings === 1 ? "phrasing" : "phrasings"}`;
    return `  "${question.replace(/\s+/g, " ")}"${further}`;
  });
  return [`What your team answered to ${verified.length === 1 ? "this" : "each of these"} ${what}`, ...lines];
}

/** Whoever erases is told what customers get instead, and how to mend it. */
const unlearnt = (intents: readonly string[], what: string): string[] =>
  intents.length === 0
    ? []
    : [
        `The trained model that learnt from it ${what} these intents, until npm run finetune -- run has trained anew:`,
        ...intents.map((intent) => `  ${intent}`),
        "(It learns from questions without an intent, too: they show it where its intents end.)",
      ];

/** Afterwards: what went, and where it still is. */
export function done(
  { conversations, verifiedAnswers, intents }: CustomerErasure,
  backups: readonly KnownBackup[],
): string {
  const made = backups.map(({ file, createdAt }) => `  ${file}, of ${createdAt}`);
  return [
    `${counted(conversations.length)} ${conversations.length === 1 ? "was" : "were"} erased.`,
    ...named(verifiedAnswers, "went, too: no customer gets it any more."),
    ...unlearnt(intents, "is gone. The documentation answers"),
    ...(made.length > 0 ? ["Backups made before still hold them, and were not touched:", ...made] : []),
  ].join("\n");
}

const counted = (conversations: number) => `${conversations} ${conversations === 1 ? "conversation" : "conversations"}`;
