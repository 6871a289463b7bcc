import type { Kind } from "./detector.ts";
import { placeholdersFor, writtenPlaceholders } from "./placeholders.ts";
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

/**
 * The same for texts that are redacted already, as held-out questions are: what stood there is gone, and its placeholder
 * stands for it. Never for what a customer types: whoever writes "[ORDER_1]" has named no order.
 */
export function redactedSlotValues(texts: readonly string[], rules: RedactionRules): Map<string, string> {
  const values = slotValues(texts, rules);
  for (const { placeholder, kind } of writtenPlaceholders(texts)) {
    if (SECRET.has(kind)) values.delete(placeholder);
    else values.set(placeholder, placeholder);
  }
  return values;
}
