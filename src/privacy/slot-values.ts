import type { Kind } from "./detector.ts";
import { placeholdersFor } from "./placeholders.ts";
import { findPersonalData, type RedactionRules } from "./redact.ts";

/** Never repeated to anybody, not even to whom it belongs. */
const SECRET: ReadonlySet<Kind> = new Set(["secret", "card", "iban", "account"]);

/**
 * What stands behind each placeholder, were these texts of one conversation redacted: the values of a reply's slots.
 * Numbers match as long as personal data comes in the same order as when the reply was approved.
 */
export function slotValues(texts: readonly string[], rules: RedactionRules): Map<string, string> {
  const placeholders = placeholdersFor([]);
  const values = new Map<string, string>();
  for (const [at, spans] of findPersonalData(texts, rules).entries()) {
    for (const { start, end, kind } of spans) {
      const written = texts[at]!.slice(start, end);
      const placeholder = placeholders.placeholderOf(kind, written);
      if (!SECRET.has(kind) && !values.has(placeholder)) values.set(placeholder, written);
    }
  }
  return values;
}
