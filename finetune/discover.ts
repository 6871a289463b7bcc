import { discoverIntents } from "../src/intents/discover-intents.ts";
import { type Proposal, proposalsOf, type Said } from "../src/intents/proposals.ts";
import type { Embedder } from "../src/search/embedder.ts";
import type { LoggedConversation } from "./conversation-log.ts";

export type Proposals = { turns: number; leftOut: number; proposals: Proposal[] };

/** Fewer questions are no intent yet. */
const LEAST_TURNS = 5;

/** Largest first. Only what opens a conversation is read: later turns answer questions rather than ask (figures in LOG.md). */
export async function propose(
  conversations: readonly LoggedConversation[],
  embedder: Embedder,
  seed: number,
): Promise<Proposals> {
  const said = conversations.flatMap(unlabelledOpening);
  const discovery = await discoverIntents(
    said.map(({ text }) => text),
    embedder,
    seed,
  );
  const proposals = proposalsOf(said, discovery).filter(({ size }) => size >= LEAST_TURNS);
  const offered = proposals.reduce((sum, { size }) => sum + size, 0);
  return { turns: said.length, leftOut: said.length - offered, proposals };
}

function unlabelledOpening({ conversation_id, turns }: LoggedConversation): Said[] {
  const at = turns.findIndex(({ role }) => role === "customer");
  const turn = turns[at];
  if (turn === undefined || turn.intent !== undefined || turn.text.trim() === "") return [];
  return [{ id: `${conversation_id}#${at}`, text: turn.text }];
}
