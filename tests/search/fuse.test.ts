import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { denseWeight, fuse } from "../../src/search/fuse.ts";

const scores = fc
  .uniqueArray(fc.tuple(fc.constantFrom(..."abcdefghij"), fc.integer({ min: -1_000, max: 1_000 })), {
    selector: ([id]) => id,
  })
  .map((entries) => new Map(entries));
const weight = fc.double({ min: 0, max: 1, noNaN: true });

const ranking = (side: ReadonlyMap<string, number>) =>
  [...side].sort(([, one], [, other]) => other - one).map(([id]) => id);

describe("fusing the lexical and the dense side", () => {
  it("[V1] keeps every score in 0..1, best first, and says what each side gave", () => {
    fc.assert(
      fc.property(scores, scores, weight, (lexical, dense, weight) => {
        const fused = fuse({ lexical, dense, weight });

        for (const [rank, one] of fused.entries()) {
          expect(one.score).toBeGreaterThanOrEqual(0);
          expect(one.score).toBeLessThanOrEqual(1 + 1e-9);
          expect(one.score).toBeCloseTo(one.lexical + one.dense, 12);
          expect(one.score).toBeLessThanOrEqual(fused[rank - 1]?.score ?? 1 + 1e-9);
        }
      }),
    );
  });

  it("[V2] gives the lexical order at weight 0 and the dense order at weight 1", () => {
    fc.assert(
      fc.property(scores, scores, (lexical, dense) => {
        expect(fuse({ lexical, dense, weight: 0 }).map(({ id }) => id)).toEqual(ranking(lexical));
        expect(fuse({ lexical, dense, weight: 1 }).map(({ id }) => id)).toEqual(ranking(dense));
      }),
    );
  });

  it("[V2] never ranks an id lower for a better score on one side", () => {
    fc.assert(
      fc.property(scores, scores, weight, fc.integer({ min: 1, max: 500 }), (lexical, dense, weight, gain) => {
        const [id, score] = [...lexical][0] ?? [];
        fc.pre(id !== undefined && score !== undefined);
        const rankOf = (side: ReadonlyMap<string, number>) =>
          fuse({ lexical: side, dense, weight }).findIndex((one) => one.id === id);
        // The best of the side is the scale itself: raised further it would shrink the others, not move up.
        fc.pre(score + gain <= Math.max(...lexical.values()));
        fc.pre(Math.min(...[...lexical].filter(([other]) => other !== id).map(([, other]) => other)) <= score);

        expect(rankOf(new Map(lexical).set(id, score + gain))).toBeLessThanOrEqual(rankOf(lexical));
      }),
    );
  });

  it("[V1] does not depend on the scale of either side", () => {
    fc.assert(
      fc.property(scores, scores, weight, (lexical, dense, weight) => {
        const stretched = new Map([...lexical].map(([id, score]) => [id, score * 8 + 16]));

        const ids = fuse({ lexical, dense, weight }).map(({ id }) => id);
        expect(fuse({ lexical: stretched, dense, weight }).map(({ id }) => id)).toEqual(ids);
      }),
    );
  });

  it("[V3] keeps what only one side found, and ranks by the other side when one is empty", () => {
    const lexical = new Map([
      ["a", 9],
      ["b", 3],
    ]);
    const dense = new Map([["c", 0.8]]);

    expect(fuse({ lexical, dense, weight: 0.25 })).toEqual([
      { id: "a", score: 0.75, lexical: 0.75, dense: 0 },
      { id: "c", score: 0.25, lexical: 0, dense: 0.25 },
      { id: "b", score: 0, lexical: 0, dense: 0 },
    ]);
    expect(fuse({ lexical, dense: new Map(), weight: 0.3 }).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(fuse({ lexical: new Map(), dense, weight: 0.3 }).map(({ id }) => id)).toEqual(["c"]);
  });
});

describe("the weight of the dense side", () => {
  it("[V4] falls from .3 to .1 as the documentation grows", () => {
    expect([1, 2_000, 10_000, 50_000, 1_000_000].map((passages) => Number(denseWeight(passages).toFixed(2)))).toEqual([
      0.3, 0.3, 0.2, 0.1, 0.1,
    ]);
  });
});
