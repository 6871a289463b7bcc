import type { Detector } from "./detector.ts";

/** Characters of an IBAN by country: the SWIFT IBAN registry. */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "NO15 BE16 BI16 DK18 FI18 FK18 FO18 GL18 NL18 SD18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 MN20 XK20 CH21 HR21 LI21 " +
    "LV21 BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23 GI23 IL23 IQ23 OM23 SO23 TL23 AD24 CZ24 ES24 MD24 PK24 " +
    "RO24 SA24 SE24 SK24 TN24 VG24 LY25 PT25 IS26 TR26 BJ28 FR27 GR27 IT27 MC27 MR27 SM27 AL28 AZ28 BY28 CY28 DO28 GT28 " +
    "HU28 LB28 NI28 PL28 SV28 UA29 BR29 EG29 PS29 QA29 KW30 MU30 JO30 MT31 SC31 LC32 RU33"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const START = /(?<![\p{Lu}\p{Ll}\p{N}])[A-Z]{2}\d{2}(?=[ \u00A0-]?[A-Z\d])/giu;

export const iban: Detector = (text) =>
  [...text.matchAll(START)].flatMap(({ index }) => {
    const length = LENGTHS[text.slice(index, index + 2).toUpperCase()];
    const end = length === undefined ? null : endOf(text, index, length);
    if (end === null || !passesMod97(text.slice(index, end).replace(/[^A-Za-z\d]/g, ""))) return [];
    return [{ start: index, end, kind: "iban" as const }];
  });

/** Where `length` letters and digits from `start` end, single spaces or hyphens between them; null when they do not. */
function endOf(text: string, start: number, length: number): number | null {
  let at = start;
  for (let count = 0; count < length; at++) {
    if (/[A-Za-z\d]/.test(text[at] ?? "")) count += 1;
    else if (!/[ \u00A0-]/.test(text[at] ?? "") || !/[A-Za-z\d]/.test(text[at - 1] ?? "")) return null;
  }
  return /[\p{Lu}\p{Ll}\p{N}]/u.test(text[at] ?? "") ? null : at;
}

/** ISO 13616: the first four characters moved to the end, letters as 10…35, the number ≡ 1 modulo 97. */
export function passesMod97(written: string): boolean {
  const moved = written.slice(4) + written.slice(0, 4);
  let remainder = 0;
  for (const character of moved.toUpperCase()) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
