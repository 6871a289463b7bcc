import { describe, expect, it } from "@jest/globals";
import { communitiesOf, type Graph } from "../../src/intents/communities.ts";
import { steadyResolution } from "../../src/intents/steady-resolution.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";

/** Nodes of one block are joined with the probability `within`, others with `between`. */
function blocks(count: number, size: number, within: number, between: number, random: () => number): Graph {
  const edges = Array.from({ length: count * size }, () => new Map<number, number>());
  for (const one of edges.keys()) {
    for (let other = one + 1; other < edges.length; other += 1) {
      const together = Math.floor(one / size) === Math.floor(other / size);
      if (random() >= (together ? within : between)) continue;
      edges[one]!.set(other, 1);
      edges[other]!.set(one, 1);
    }
  }
  return { edges };
}

const groupsAt = (graph: Graph, resolution: number) =>
  new Set(communitiesOf({ graph, resolution, random: seededRandom(5) })).size;

describe("how fine texts are divided", () => {
  it("[I14] takes few loose groups for few, although a finer look would take them apart", () => {
    const graph = blocks(4, 40, 0.25, 0.005, seededRandom(1));

    expect(groupsAt(graph, steadyResolution(graph, seededRandom(2)))).toBe(4);
    expect(groupsAt(graph, 6)).toBeGreaterThan(4);
  });

  it("[I14] takes many small groups for many, although a coarser look would put them together", () => {
    const graph = blocks(40, 8, 0.9, 0.03, seededRandom(3));

    expect(groupsAt(graph, steadyResolution(graph, seededRandom(4)))).toBe(40);
    expect(groupsAt(graph, 1)).toBeLessThan(40);
  });

  it("[I14] is the same for the same seed, and has an opinion on nothing and on one text, too", () => {
    const graph = blocks(3, 20, 0.4, 0.02, seededRandom(6));

    expect(steadyResolution(graph, seededRandom(7))).toBe(steadyResolution(graph, seededRandom(7)));
    expect(steadyResolution({ edges: [] }, seededRandom(8))).toBeGreaterThan(0);
    expect(steadyResolution({ edges: [new Map()] }, seededRandom(8))).toBeGreaterThan(0);
  });
});
