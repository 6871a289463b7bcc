import { adjustedMutualInformation } from "../score/clustering.ts";
import { communitiesOf, type Graph } from "./communities.ts";

/** From coarse to fine. With 1 near intents share a group; with more than 6 an intent is always many. */
const RESOLUTIONS = [1.5, 2, 3, 4, 6];
const DRAWS = 8;
/** Share of the nodes that are in a draw. */
const DRAWN = 0.8;
/** A finer division may be this much less steady: to put groups together is easier for people than to take them apart. */
const LESS_STEADY = 0.003;

/**
 * The resolution at which the communities depend least on which nodes happen to be there (Ben-Hur, Elisseeff & Guyon 2002):
 * for each, the communities of several draws are compared, two draws at a time, on the nodes that both have, by adjusted
 * mutual information. Intents that lie far apart are found coarse so, and those of one business that lie close, fine.
 */
export function steadyResolution(graph: Graph, random: () => number): number {
  // The same draws for all of them: what one draw happens to hold tells for or against none.
  const draws = Array.from({ length: DRAWS }, () => drawnFrom(graph, random));
  const tried = RESOLUTIONS.map((resolution) => ({ resolution, steady: steadiness(draws, resolution, random) }));
  const most = Math.max(...tried.map(({ steady }) => steady));
  return tried.findLast(({ steady }) => steady >= most - LESS_STEADY)!.resolution;
}

/** Some of the nodes with what joins them; the others are joined to nothing. */
type Draw = { drawn: readonly boolean[]; graph: Graph };

function drawnFrom({ edges }: Graph, random: () => number): Draw {
  const drawn = edges.map(() => random() < DRAWN);
  const among = edges.map((own, node) => new Map(drawn[node] ? [...own].filter(([other]) => drawn[other]) : []));
  return { drawn, graph: { edges: among } };
}

/** In -1..1, by mean; 1: every draw is divided alike. */
function steadiness(draws: readonly Draw[], resolution: number, random: () => number): number {
  const divided = draws.map(({ drawn, graph }) => ({ drawn, groups: communitiesOf({ graph, resolution, random }) }));
  const agreements = divided.flatMap((one, at) => divided.slice(at + 1).map((other) => agreement(one, other)));
  return agreements.reduce((sum, agreed) => sum + agreed, 0) / agreements.length;
}

type Divided = Pick<Draw, "drawn"> & { groups: Int32Array };

function agreement(one: Divided, other: Divided): number {
  const nodes = [...one.drawn.keys()].filter((node) => one.drawn[node] && other.drawn[node]);
  if (nodes.length === 0) return 1;
  const groupsIn = ({ groups }: Divided) => nodes.map((node) => `${groups[node]}`);
  return adjustedMutualInformation(groupsIn(one), groupsIn(other));
}
