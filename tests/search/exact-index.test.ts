import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { exactIndex } from "../../src/search/exact-index.ts";

/** Small whole numbers: sums have no rounding and ties are common. */
const number = fc.integer({ min: -3, max: 3 });
const table = fc
  .record({ dimensions: fc.integer({ min: 1, max: 9 }), count: fc.integer({ min: 0, max: 30 }) })
  .chain(({ dimensions, count }) => {
    const vector = fc.array(number, { minLength: dimensions, maxLength: dimensions });
    const rows = fc.array(vector, { minLength: count, maxLength: count });
    return fc.record({ dimensions: fc.constant(dimensions), rows, asked: vector });
  });

const dot = (one: number[], other: number[]) => one.reduce((sum, value, at) => sum + value * other[at]!, 0);

describe("exact search", () => {
  it("[V21] leaves out halves of rows and misses none: the greatest first, the earlier row where two are equal", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 0, max: 35 }), ({ dimensions, rows, asked }, limit) => {
        const ids = rows.map((_, row) => `${row}`);
        const index = exactIndex({ ids, dimensions, rows: Float32Array.from(rows.flat()) });

        const found = index.nearest(Float32Array.from(asked), limit);

        const all = rows.map((row, at) => ({ id: `${at}`, product: dot(row, asked) }));
        const ranked = all.sort((one, other) => other.product - one.product).slice(0, limit);
        const opinion = asked.some((value) => value !== 0);
        expect(found.map(({ id }) => id)).toEqual(opinion ? ranked.map(({ id }) => id) : []);
      }),
      { numRuns: 500 },
    );
  });
});
