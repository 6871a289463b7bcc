import { type Detector, lastAsked } from "./detector.ts";

/** Digits with the separators that people put between them; bounded, so that a wall of digits costs no more than its length. */
const CANDIDATE =
  /(?<![\p{Lu}\p{Ll}\p{N}_@#])(?<!\d[.,:/-])(?:\+|\()?\d[\d ().\u00A0\u2010-\u2013/-]{4,26}\d(?![\p{Lu}\p{Ll}\p{N}_@]|[.,:]\d|[-/][\p{Lu}\p{Ll}\d])/gu;

/** Words that say that a telephone number is meant. */
export const PHONE_WORDS =
  /(?:phone|\btel\b|\btel\.|\bcall\b|mobile|\bcell\b|\bring\b|\bfax\b|handy|mobil|móvil|celular|fono|portable|\bfixe|whatsapp|\btext me|\breach\b|\bruf|anruf|llám|\bbel\b|\bhp\b|电话|電話|手机|тел|هاتف)/iu;
const NEAR = 45;

const DATE = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2}))(?: \d{1,2})?$/;

/** Shapes that say by themselves that they are telephone numbers. */
const SHAPES: readonly RegExp[] = [
  // North America: (212) 555-0147, 212.555.0147, 1-800-555-0100
  /^(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]{0,2}\d{3}[ .-]\d{4}$/,
  // Mainland China, Brazil
  /^1[3-9]\d[ -]?\d{4}[ -]?\d{4}$/,
  /^\(\d{2}\) ?9?\d{4}[ -]?\d{4}$/,
  // Spain, Portugal, France without its zero: nine digits in groups
  /^[6-9]\d{1,2}(?: \d{2,3}){2,3}$/,
];

export const phone: Detector = (text, before) => {
  const asked = lastAsked(before, PHONE_WORDS);
  return [...text.matchAll(CANDIDATE)].flatMap(({ 0: written, index }) => {
    const near = text.slice(Math.max(0, index - NEAR), index);
    if (!isPhone(written, asked || PHONE_WORDS.test(near))) return [];
    return [{ start: index, end: index + written.length, kind: "phone" as const }];
  });
};

/** `spokenOf`: the text around says that a telephone number is meant. ITU-T E.164: 15 digits at most. */
function isPhone(written: string, spokenOf: boolean): boolean {
  const digits = written.replace(/\D/g, "");
  if (DATE.test(written) || /^(\d)\1+$/.test(digits) || /[.,]\d{1,2}$/.test(written.replace(/\d[ .]\d{3}/g, ""))) {
    if (!/^0\d(?:[. ]\d{2}){4}$/.test(written)) return false;
  }
  if (!parenthesesMatch(written)) return false;
  if (written.startsWith("+")) return digits.length >= 8 && digits.length <= 15;
  if (/^00[1-9]/.test(digits)) return digits.length >= 10 && digits.length <= 17 && /^00[\d ]/.test(written);
  if (/^\(?0/.test(written)) return digits.length >= 9 && digits.length <= 12 && longestGroup(written) <= 11;
  if (SHAPES.some((shape) => shape.test(written)) && (digits.length === 9 || digits.length >= 10)) return true;
  return spokenOf && digits.length >= 7 && digits.length <= 15;
}

function longestGroup(written: string): number {
  return Math.max(...written.split(/\D+/).map((group) => group.length));
}

function parenthesesMatch(written: string): boolean {
  return (written.match(/\(/g)?.length ?? 0) === (written.match(/\)/g)?.length ?? 0);
}
