import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { communitiesOf, type Graph } from "../../src/intents/communities.ts";
import { centredRows, dot } from "../../src/intents/dense-rows.ts";
import { nearRows } from "../../src/intents/near-rows.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";

function graphOf(nodes: number, pairs: readonly (readonly [number, number])[]): Graph {
  const edges = Array.from({ length: nodes }, () => new Map<number, number>());
  for (const [one, other] of pairs) {
    edges[one]!.set(other, 1);
    edges[other]!.set(one, 1);
  }
  return { edges };
}

const everyPair = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => from + at).flatMap((one, at, all) =>
    all.slice(at + 1).map((other) => [one, other] as const),
  );

const found = (graph: Graph, seed = 1) => communitiesOf({ graph, resolution: 1, random: seededRandom(seed) });

describe("communities of a graph", () => {
  it("[F11] keeps together what hangs together, whatever the sizes, and parts it where one edge alone leads across", () => {
    const graph = graphOf(20, [...everyPair(0, 14), ...everyPair(14, 19), [0, 14]]);

    for (let seed = 1; seed <= 10; seed += 1) {
      const home = found(graph, seed);
      expect(new Set(home.slice(0, 14)).size).toBe(1);
      expect(new Set(home.slice(14, 19)).size).toBe(1);
      expect(new Set(home).size).toBe(3);
    }
  });

  it("[F11] leaves nodes without an edge alone, and has no opinion on an empty graph", () => {
    expect(new Set(found(graphOf(3, []))).size).toBe(3);
    expect(found(graphOf(0, []))).toHaveLength(0);
  });

  it("[F11] ends, with a community for every node and the same one each time", () => {
    const node = fc.integer({ min: 0, max: 11 });
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node).filter(([one, other]) => one !== other)), fc.nat(), (pairs, seed) => {
        const graph = graphOf(12, pairs);

        expect(found(graph, seed)).toHaveLength(12);
        expect(found(graph, seed)).toEqual(found(graph, seed));
      }),
    );
  });
});

describe("near rows", () => {
  const random = seededRandom(5);
  const vectors = Array.from({ length: 300 }, () => Float32Array.from({ length: 8 }, () => random() - 0.5));
  const rows = centredRows(vectors, 8);

  it("[F11] hardly misses one that is nearer", () => {
    const near = nearRows(rows, 5, seededRandom(1));
    const missed = near.map((own, row) => {
      const likeness = vectors.map((_, other) => (other === row ? -1 : dot(rows, row, rows, other)));
      const exact = [...likeness.keys()].sort((one, other) => likeness[other]! - likeness[one]!).slice(0, 5);
      return exact.filter((other) => !own.includes(other)).length;
    });

    expect(missed.reduce((sum, count) => sum + count, 0) / (5 * vectors.length)).toBeLessThan(0.1);
  });

  it("[F11] are fewer where there are not so many, and never the row itself", () => {
    expect(nearRows(centredRows(vectors.slice(0, 3), 8), 5, seededRandom(1)).map((own) => [...own].sort())).toEqual([
      [1, 2],
      [0, 2],
      [0, 1],
    ]);
    expect(nearRows(centredRows([], 8), 5, seededRandom(1))).toEqual([]);
  });
});
