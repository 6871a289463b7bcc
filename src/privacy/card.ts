import type { Detector, Span } from "./detector.ts";

/** 13 to 19 digits, single spaces or hyphens between them, as ISO/IEC 7812 and every scheme print them. */
const CANDIDATE = /(?<![\p{Lu}\p{Ll}\p{N}])[2-6](?:[ \u00A0-]?\d){12,18}(?![\p{Lu}\p{Ll}\p{N}])/gu;

/**
 * One number in the groups that cards are printed in, or in none, whatever digits stand beside it: "+44 20 7946 0018 4111
 * 1111 1111 1111" is two numbers. Looked for at every place, because neighbours may form a group, too.
 */
const APART =
  /(?<![\p{Lu}\p{Ll}\p{N}])(?=([2-6]\d{3}(?:([ \u00A0-])\d{4}\2\d{4}\2\d{4}|([ \u00A0-])\d{6}\3\d{5})|[2-6]\d{12,18})(?![\p{Lu}\p{Ll}\p{N}]))/gu;

export const card: Detector = (text) => {
  const apart = cardsAmong([...text.matchAll(APART)].map(({ 1: written, index }) => ({ written: written!, index })));
  const runs = cardsAmong([...text.matchAll(CANDIDATE)].map(({ 0: written, index }) => ({ written, index })));
  // A run over two numbers passes the check one time in ten, and would leave half of the real one.
  const taken = new Uint8Array(text.length);
  for (const { start, end } of apart) taken.fill(1, start, end);
  const cards = [...apart, ...runs.filter(({ start, end }) => !taken.subarray(start, end).includes(1))];
  return cards.filter((span) => !isDialled(text, span));
};

/** ITU-T E.164: 15 digits at most behind a "+". One telephone number in ten passes the check of cards. */
const isDialled = (text: string, { start, end }: Span): boolean =>
  text[start - 1] === "+" && text.slice(start, end).replace(/\D/g, "").length <= 15;

function cardsAmong(candidates: readonly { written: string; index: number }[]): Span[] {
  return candidates
    .filter(({ written }) => passesLuhn(written.replace(/\D/g, "")))
    .map(({ written, index }) => ({ start: index, end: index + written.length, kind: "card" as const }));
}

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
