import type { Detector } from "./detector.ts";

/** 13 to 19 digits, single spaces or hyphens between them, as ISO/IEC 7812 and every scheme print them. */
const CANDIDATE = /(?<![\p{Lu}\p{Ll}\p{N}])[2-6](?:[ \u00A0-]?\d){12,18}(?![\p{Lu}\p{Ll}\p{N}])/gu;

export const card: Detector = (text) =>
  [...text.matchAll(CANDIDATE)]
    .filter(([written]) => passesLuhn(written.replace(/\D/g, "")))
    .map(({ 0: written, index }) => ({ start: index, end: index + written.length, kind: "card" as const }));

/** ISO/IEC 7812-1, annex B: every second digit from the right doubled, digits summed, a multiple of ten. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const weighted = place % 2 === 1 ? 2 * digit : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
