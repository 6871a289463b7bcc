import { createHash } from "node:crypto";
import { type Discovery, discoverIntents } from "../src/intents/discover-intents.ts";
import type { Embedder } from "../src/search/embedder.ts";
import type { LoggedConversation } from "./conversation-log.ts";
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
  /** `conversation#turn` of all of them, most typical first. */
  turns: string[];
};

export type Proposals = { turns: number; leftOut: number; proposals: Proposal[] };

/** Fewer questions are no intent yet. */
const LEAST_TURNS = 5;
const PHRASES = 5;
const EXAMPLES = 5;

type Said = { id: string; text: string };

/** Largest first. Only what opens a conversation is read: later turns answer questions rather than ask (figures in LOG.md). */
export async function propose(
  conversations: readonly LoggedConversation[],
  embedder: Embedder,
  seed: number,
): Promise<Proposals> {
  const said = conversations.flatMap(unlabelledOpening);
  const texts = said.map(({ text }) => text);
  const discovery = await discoverIntents(texts, embedder, seed);
  const phrases = tellingPhrases(texts, discovery.groups, discovery.found, PHRASES);

  const proposals = phrases
    .map((own, group) => proposal(said, discovery, group, own))
    .filter(({ size }) => size >= LEAST_TURNS)
    .sort((one, other) => other.size - one.size || (one.id < other.id ? -1 : 1));
  const offered = proposals.reduce((sum, { size }) => sum + size, 0);
  return { turns: said.length, leftOut: said.length - offered, proposals };
}

function unlabelledOpening({ conversation_id, turns }: LoggedConversation): Said[] {
  const at = turns.findIndex(({ role }) => role === "customer");
  const turn = turns[at];
  if (turn === undefined || turn.intent !== undefined || turn.text.trim() === "") return [];
  return [{ id: `${conversation_id}#${at}`, text: turn.text }];
}

function proposal(said: readonly Said[], { groups, nearness }: Discovery, group: number, phrases: string[]): Proposal {
  const members = [...said.keys()]
    .filter((at) => groups[at] === group)
    .sort((one, other) => nearness[other]! - nearness[one]! || one - other);
  const turns = members.map((at) => said[at]!.id);
  return {
    id: createHash("sha256")
      .update([...turns].sort().join("\n"))
      .digest("hex")
      .slice(0, 16),
    name: phrases.slice(0, 2).join(", ") || said[members[0]!]!.text.slice(0, 60),
    phrases,
    size: members.length,
    cohesion: members.reduce((sum, at) => sum + nearness[at]!, 0) / members.length,
    examples: members.slice(0, EXAMPLES).map((at) => said[at]!.text),
    turns,
  };
}
