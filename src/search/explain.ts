import type { Candidate } from "./best-passages.ts";
import type { Passage } from "./passage.ts";
import { FIELDS, type FieldSettings } from "./postings.ts";
import type { ReadQuestion } from "./read-question.ts";
import type { Segment } from "./segment.ts";
import type { TermReader } from "./term-reader.ts";

/**
 * Splits a candidate's word score into its fields, synonyms and spellings, and adds the other signals: the shares sum
 * to the score. The fields are counted again from the text, because the index keeps only their sum.
 */
export function explained(
  candidate: Candidate,
  passage: Passage,
  question: ReadQuestion,
  reader: TermReader,
  settings: FieldSettings,
  segments: readonly Segment[],
): Record<string, number> {
  const averages = segments[candidate.segment]!.passageAverages;
  const shares = new Map<string, number>();
  const fields = fieldStems(passage, reader);
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

/** Stems by field, in the order of FIELDS; what was learnt does not stand in the passage. */
function fieldStems({ text, headings, title, tags, path }: Passage, reader: TermReader): string[][] {
  const texts = [text, headings.join("\n"), [title, ...tags].join(" "), path, ""];
  return texts.map((field) => reader.read(field).map(({ stem }) => stem));
}
