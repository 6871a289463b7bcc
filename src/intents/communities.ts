import { shuffle } from "../score/seeded-random.ts";

/** Undirected. `edges[node]`: weight by neighbour, both ways alike; an entry for the node itself holds what lies within it. */
export type Graph = { edges: ReadonlyMap<number, number>[] };

export type CommunityInput = {
  graph: Graph;
  /** Above 1 more and smaller communities than by chance's own measure. */
  resolution: number;
  random: () => number;
};

/** Every pass starts from what the last one found; a third moves next to nothing. */
const PASSES = 3;

/**
 * Community of each node, so that more weight lies within communities than chance would put there (modularity with a
 * resolution, Reichardt & Bornholdt 2006), by Louvain's method (Blondel et al. 2008): nodes move to a neighbour's
 * community as long as that gains, then the communities are the nodes. Afterwards single nodes may move again.
 */
export function communitiesOf({ graph, resolution, random }: CommunityInput): Int32Array {
  let home: Int32Array = Int32Array.from(graph.edges.keys());
  for (let pass = 0; pass < PASSES; pass += 1) {
    home = moved(graph, home, resolution, random);
    home = merged(graph, home, resolution, random);
  }
  return moved(graph, home, resolution, random);
}

/** The communities as nodes, moved, and what they became again as nodes, until nothing moves. */
function merged(graph: Graph, home: Int32Array, resolution: number, random: () => number): Int32Array {
  const { names, whole } = coarsened(graph, home);
  const start = Int32Array.from(whole.edges.keys());
  const joined = moved(whole, start, resolution, random);
  const further = joined.every((one, at) => one === start[at]) ? joined : merged(whole, joined, resolution, random);
  return home.map((community) => further[names.get(community)!]!);
}

/** Visits nodes in random order, and again those that lost a neighbour, until none gains by moving. */
function moved({ edges }: Graph, start: Int32Array, resolution: number, random: () => number): Int32Array {
  const home = start.slice();
  const degrees = Float64Array.from(edges, (own) => sumOf(own.values()));
  const total = sumOf(degrees) || 1;
  const weights = new Float64Array(edges.length);
  for (const [node, community] of home.entries()) weights[community]! += degrees[node]!;

  const queue = [...shuffle(Int32Array.from(home.keys()), random)];
  const waiting = new Uint8Array(edges.length).fill(1);
  for (let at = 0; at < queue.length; at += 1) {
    const node = queue[at]!;
    waiting[node] = 0;
    weights[home[node]!]! -= degrees[node]!;
    const price = (resolution * degrees[node]!) / total;
    const best = bestHome(node, edges[node]!, home, (community) => price * weights[community]!);
    weights[best]! += degrees[node]!;
    if (best === home[node]) continue;
    home[node] = best;
    for (const other of edges[node]!.keys()) {
      if (home[other] === best || waiting[other] === 1) continue;
      waiting[other] = 1;
      queue.push(other);
    }
  }
  return home;
}

/** Smaller gains are rounding, and would let nodes go round in circles. */
const LEAST_GAIN = 1e-9;

function bestHome(
  node: number,
  own: ReadonlyMap<number, number>,
  home: Int32Array,
  priceOf: (community: number) => number,
): number {
  const drawn = new Map([[home[node]!, 0]]);
  for (const [other, weight] of own) {
    if (other !== node) drawn.set(home[other]!, (drawn.get(home[other]!) ?? 0) + weight);
  }
  let best = home[node]!;
  let most = drawn.get(best)! - priceOf(best);
  for (const [community, weight] of drawn) {
    const gain = weight - priceOf(community);
    if (gain > most + LEAST_GAIN) [best, most] = [community, gain];
  }
  return best;
}

/** The communities as nodes of a graph of their own, and which node each became. */
function coarsened({ edges }: Graph, home: Int32Array): { names: Map<number, number>; whole: Graph } {
  const names = new Map<number, number>();
  for (const community of home) if (!names.has(community)) names.set(community, names.size);

  const whole = Array.from(names, () => new Map<number, number>());
  for (const [node, own] of edges.entries()) {
    const into = whole[names.get(home[node]!)!]!;
    for (const [other, weight] of own) {
      const name = names.get(home[other]!)!;
      into.set(name, (into.get(name) ?? 0) + weight);
    }
  }
  return { names, whole: { edges: whole } };
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
