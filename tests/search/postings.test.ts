import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  averageLengths,
  BODY,
  countsOfPages,
  FIELDS,
  type Field,
  type FieldSettings,
  FULL_IMPACT,
  HEADINGS,
  LEARNED,
  PATH,
  PostingsBuilder,
  TITLE,
  weighed,
} from "../../src/search/postings.ts";

const TERMS = 6;
const settings: FieldSettings = { weights: [1, 1.5, 3, 1, 1.5], b: [0.75, 0.4, 0.4, 0.4, 0.2], k1: 3 };
const occurrence = fc.tuple(fc.nat(TERMS - 1), fc.nat(FIELDS.length - 1));
const documents = fc.array(fc.array(occurrence, { maxLength: 14 }), { minLength: 1, maxLength: 12 });

describe("postings", () => {
  it("[R4] hold for every term and document the BM25F that a naive scorer computes", () => {
    fc.assert(
      fc.property(documents, (written) => {
        const counted = countedIn(written);
        const { starts, documents: found, impacts } = weighed(counted, settings, averageLengths(counted));

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
    const counted = builder.finish(1);

    expect(weighed(counted, settings, averageLengths(counted)).impacts[0]! / FULL_IMPACT).toBeGreaterThan(0.9);
  });

  it("[R4] of pages are those of the page read as one text, with each heading, the title and the path once", () => {
    const words = fc.array(fc.nat(TERMS - 1), { maxLength: 5 });
    const section = fc.record({
      headings: words,
      bodies: fc.array(fc.tuple(words, words), { minLength: 1, maxLength: 3 }),
    });
    const page = fc.record({ title: words, path: words, sections: fc.array(section, { minLength: 1, maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 4 }), (pages) => {
        const passages: Occurrence[][] = [];
        const membership = { pageOf: [] as number[], sameHeadings: [] as number[] };
        const wholes = pages.map(({ title, path, sections }, number) => {
          const named = [...of(TITLE, title), ...of(PATH, path)];
          const whole = [...named];
          for (const { headings, bodies } of sections) {
            whole.push(...of(HEADINGS, headings));
            for (const [rank, [body, learned]] of bodies.entries()) {
              const own = [...of(BODY, body), ...of(LEARNED, learned)];
              whole.push(...own);
              passages.push([...own, ...of(HEADINGS, headings), ...named]);
              membership.pageOf.push(number);
              membership.sameHeadings.push(rank === 0 ? 0 : 1);
            }
          }
          return whole;
        });
        const derived = countsOfPages(countedIn(passages), {
          pageOf: Uint32Array.from(membership.pageOf),
          sameHeadings: Uint8Array.from(membership.sameHeadings),
        });

        expect(derived).toEqual(countedIn(wholes));
      }),
    );
  });
});

type Occurrence = [term: number, field: number];

const of = (field: Field, terms: number[]): Occurrence[] => terms.map((term) => [term, field]);

function countedIn(documents: Occurrence[][]) {
  const builder = new PostingsBuilder();
  for (const document of documents) {
    for (const [term, field] of document) builder.count(term, field as Field);
    builder.endDocument();
  }
  return builder.finish(TERMS);
}

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
