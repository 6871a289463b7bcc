import { pseudonymOf } from "../src/privacy/pseudonym.ts";
import { findPersonalData, type RedactionRules, redactText } from "../src/privacy/redact.ts";
import type { LoggedConversation } from "./conversation-log.ts";

/** What stands beside the texts of a conversation: who and which one by a pseudonym, anything else redacted as texts are. */
export function withoutPersonalFields(logged: LoggedConversation, rules: RedactionRules): LoggedConversation {
  const isPersonal = (written: string) => findPersonalData([written], rules)[0]!.length > 0;
  const named = (written: string) => (isPersonal(written) ? pseudonymOf(written) : written);
  const plain = <Key extends string>(key: Key, written: string | undefined) =>
    written === undefined ? {} : ({ [key]: redactText(written, rules) } as Record<Key, string>);
  const { channel, language, tier, licence } = logged;

  return {
    ...logged,
    conversation_id: named(logged.conversation_id),
    ...{ ...plain("channel", channel), ...plain("language", language) },
    ...{ ...plain("tier", tier), ...plain("licence", licence) },
    turns: logged.turns.map(({ at, ...turn }) => ({
      ...turn,
      // Nothing but a time is a time.
      ...(at !== undefined && !Number.isNaN(Date.parse(at)) && !at.includes("@") && { at }),
      // Whole: of two intents that differ by a name neither may take the other's rows.
      ...(turn.intent && isNumberOrAddress(turn.intent, rules) && { intent: pseudonymOf(turn.intent) }),
      ...(turn.review && { review: { ...turn.review, ...(turn.review.by && { by: named(turn.review.by) }) } }),
      ...(turn.passages && {
        passages: turn.passages.map(({ passageId, hash }) => ({
          passageId: addressless(passageId),
          hash: addressless(hash),
        })),
      }),
    })),
  };
}

/** Names of intents are staff's words, which a list of first names would tear. */
const isNumberOrAddress = (written: string, rules: RedactionRules): boolean =>
  findPersonalData([written], rules)[0]!.some(({ kind }) => kind !== "name");

/** Ids and hashes of passages have letters, digits and few signs: redacted they would be those of no passage. */
const addressless = (written: string): string => (/[@+\s]/.test(written) ? pseudonymOf(written) : written);
