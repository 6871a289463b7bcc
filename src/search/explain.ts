import type { Candidate } from "./best-passages.ts";
import { FIELDS, type FieldSettings } from "./postings.ts";
import type { ReadQuestion } from "./read-question.ts";
import type { Segment } from "./segment.ts";
import type { TermReader } from "./term-reader.ts";

/**
 * Splits a candidate's word score into its fields, synonyms and spellings, and adds the other signals: the shares sum
 * to the score. The fields are counted again from their `texts` (in the order of FIELDS), because the index keeps only
 * their sum.
 */
export function explained(
  candidate: Candidate,
  texts: readonly string[],
  question: ReadQuestion,
  reader: TermReader,
  settings: FieldSettings,
  segments: readonly Segment[],
): Record<string, number> {
  const averages = segments[candidate.segment]!.passageAverages;
  const shares = new Map<string, number>();
  const fields = texts.map((text) => reader.read(text).map(({ stem }) => stem));
  for (const { stem, weight, idf, origin } of question.terms) {
    const parts = fields.map((stems, field) => {
      const b = settings.b[field]!;
      const count = stems.filter((other) => other === stem).length;
      return (settings.weights[field]! * count) / (1 - b + (b * stems.length) / averages[field]!);
    });
    const frequency = parts.reduce((sum, part) => sum + part, 0);
    for (const [field, part] of parts.entries()) {
      const share = (weight * idf * part) / (settings.k1 + frequency);
      const name = origin === "words" ? FIELDS[field]! : origin;
      if (share > 0) shares.set(name, (shares.get(name) ?? 0) + share);
    }
  }
  const counted = [...shares.values()].reduce((sum, share) => sum + share, 0);
  const scale = counted > 0 ? candidate.base / counted : 0;
  return { ...Object.fromEntries([...shares].map(([name, share]) => [name, share * scale])), ...candidate.shares };
}
