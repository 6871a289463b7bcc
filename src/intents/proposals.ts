import { createHash } from "node:crypto";
import { seededRandom } from "../score/seeded-random.ts";
import type { Embedder } from "../search/embedder.ts";
import { centredRows, dot } from "./dense-rows.ts";
import type { Discovery } from "./discover-intents.ts";
import { kMeans } from "./k-means.ts";
import { tellingPhrases } from "./telling-phrases.ts";

/** A group of customers' questions that may be an intent. Staff decide. */
export type Proposal = {
  /** Changes with its turns. */
  id: string;
  name: string;
  phrases: string[];
  size: number;
  /** Mean cosine to the group's centre, in [-1, 1]: loose groups are worth splitting. */
  cohesion: number;
  /** The most typical ones, redacted. */
  examples: string[];
  /** `conversation#turn` of all of them, most typical first, and what was said there. */
  turns: string[];
  texts: string[];
};

/** What was said at a turn, `conversation#turn`. */
export type Said = { id: string; text: string };

const PHRASES = 5;
const EXAMPLES = 5;

/** One for each group, largest first. */
export function proposalsOf(said: readonly Said[], { groups, found, nearness }: Discovery): Proposal[] {
  const texts = said.map(({ text }) => text);
  return tellingPhrases(texts, groups, found, PHRASES)
    .map((phrases, group) => {
      const members = [...said.keys()]
        .filter((at) => groups[at] === group)
        .sort((one, other) => nearness[other]! - nearness[one]! || one - other);
      const cohesion = members.reduce((sum, at) => sum + nearness[at]!, 0) / members.length;
      return proposal(
        members.map((at) => said[at]!),
        phrases,
        cohesion,
      );
    })
    .sort((one, other) => other.size - one.size || (one.id < other.id ? -1 : 1));
}

function proposal(members: readonly Said[], phrases: string[], cohesion: number): Proposal {
  const turns = members.map(({ id }) => id);
  const texts = members.map(({ text }) => text);
  return {
    id: createHash("sha256")
      .update([...turns].sort().join("\n"))
      .digest("hex")
      .slice(0, 16),
    name: phrases.slice(0, 2).join(", ") || texts[0]!.slice(0, 60),
    phrases,
    size: members.length,
    cohesion,
    examples: [...new Set(texts)].slice(0, EXAMPLES),
    turns,
    texts,
  };
}

const ROUNDS = 20;
const SEED = 1;

/** The group as two, by what sets its questions apart from each other; null where nothing does. */
export async function splitProposal({ turns, texts }: Proposal, embedder: Embedder): Promise<Proposal[] | null> {
  // Around the group's own middle: what all its questions share would hide how they differ.
  const rows = centredRows(await embedder.embed(texts), embedder.dimensions);
  const { labels, centres } = kMeans(rows, 2, seededRandom(SEED), ROUNDS);
  if (new Set(labels).size < 2) return null;

  const said = turns.map((id, at) => ({ id, text: texts[at]! }));
  const nearness = Float32Array.from(labels, (label, row) => dot(rows, row, centres, label));
  return proposalsOf(said, { groups: labels, found: 2, nearness });
}
