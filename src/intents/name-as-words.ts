/**
 * An intent's name as its author would say it: "card_not_working", "cardNotWorking" and "card-not-working" are all
 * "card not working". Whoever names an intent says what it is about, which few texts of it may say as well.
 */
export function nameAsWords(intent: string): string {
  return intent
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/[^\p{L}\p{M}\p{N}'’]+/gu, " ")
    .trim()
    .toLowerCase();
}
