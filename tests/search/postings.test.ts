import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { FIELDS, type Field, type FieldSettings, FULL_IMPACT, PostingsBuilder } from "../../src/search/postings.ts";

const TERMS = 6;
const settings: FieldSettings = { weights: [1, 1.5, 3, 1, 1.5], b: [0.75, 0.4, 0.4, 0.4, 0.2], k1: 3 };
const occurrence = fc.tuple(fc.nat(TERMS - 1), fc.nat(FIELDS.length - 1));
const documents = fc.array(fc.array(occurrence, { maxLength: 14 }), { minLength: 1, maxLength: 12 });

describe("postings", () => {
  it("[R4] hold for every term and document the BM25F that a naive scorer computes", () => {
    fc.assert(
      fc.property(documents, (written) => {
        const builder = new PostingsBuilder();
        for (const document of written) {
          for (const [term, field] of document) builder.count(term, field as Field);
          builder.endDocument();
        }
        const { starts, documents: found, impacts } = builder.finish(TERMS, settings, builder.averages());

        for (let term = 0; term < TERMS; term++) {
          const listed = new Map<number, number>();
          for (let at = starts[term]!; at < starts[term + 1]!; at++) listed.set(found[at]!, impacts[at]! / FULL_IMPACT);
          written.forEach((_, document) => {
            expect(listed.get(document) ?? 0).toBeCloseTo(naiveImpact(written, document, term), 4);
          });
        }
      }),
    );
  });

  it("[R4] do not overflow when a term fills a document", () => {
    const builder = new PostingsBuilder();
    for (let time = 0; time < 100_000; time++) for (const field of FIELDS.keys()) builder.count(0, field as Field);
    builder.endDocument();

    expect(builder.finish(1, settings, builder.averages()).impacts[0]! / FULL_IMPACT).toBeGreaterThan(0.9);
  });
});

function naiveImpact(written: [number, number][][], document: number, term: number): number {
  let frequency = 0;
  for (const field of FIELDS.keys()) {
    const lengths = written.map((all) => all.filter(([, where]) => where === field).length);
    const average = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / written.length);
    const count = Math.min(
      field === 4 ? 15 : 63,
      written[document]!.filter(([which, where]) => which === term && where === field).length,
    );
    const b = settings.b[field]!;
    frequency += (settings.weights[field]! * count) / (1 - b + (b * lengths[document]!) / average);
  }
  return frequency / (settings.k1 + frequency);
}
