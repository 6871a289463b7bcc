/** Scripts written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

export const hasUnspacedScript = (text: string): boolean => UNSPACED.test(text);

let segmenter: Intl.Segmenter | undefined;

/** Words of a text in such a script, by ICU's dictionaries. */
export function segments(text: string): string[] {
  // Made on first use: it costs 10 ms, and most documentation never needs it.
  segmenter ??= new Intl.Segmenter("und", { granularity: "word" });
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

/**
 * Latin and Greek letters without their accents, ß as ss, ё as е: what customers type. Marks of other scripts stay,
 * because there they are letters (й, Hindi vowel signs).
 */
export function fold(lower: string): string {
  return lower
    .normalize("NFD")
    .replace(/([a-zα-ω])\p{Mn}+/gu, "$1")
    .normalize("NFC")
    .replace(/ß/g, "ss")
    .replace(/ё/g, "е")
    .replace(/ø/g, "o")
    .replace(/ł/g, "l");
}
