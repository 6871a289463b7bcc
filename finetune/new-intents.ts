import type { Config } from "../src/config.ts";
import { splitProposal } from "../src/intents/proposals.ts";
import { proposalDesk } from "../src/learning/proposal-desk.ts";
import { replaceFile } from "../src/models/replace-file.ts";
import type { Decision } from "../src/protocol/learning.ts";
import { defaultEmbedder } from "../src/search/static-embedder.ts";
import { type Proposals, propose } from "./discover.ts";
import { folderOf, gathered } from "./loop.ts";

/** Groups what customers asked and nobody labelled; the proposals are kept for staff to decide on. */
export async function discover(config: Config, seed: number): Promise<Proposals> {
  const proposals = await propose(gathered(config), defaultEmbedder(config.root), seed);
  replaceFile(folderOf(config, "discovered.json"), JSON.stringify(proposals));
  return proposals;
}

/** As in the console. Throws DecisionRefusedError. */
export async function decideOn(config: Config, { id, decision }: { id: string; decision: Decision }) {
  const desk = proposalDesk(config.dataDir, (proposal) => splitProposal(proposal, defaultEmbedder(config.root)));
  const decided = await desk.decide(id, decision);
  if (decided?.kind !== "decided") throw new DecisionRefusedError(decided?.reason ?? `There is no proposal ${id}.`);
  const proposals = desk.view().found?.proposals ?? [];
  return { decided: decided.done, open: proposals.filter((one) => !one.decided).map(({ id, name }) => ({ id, name })) };
}

export class DecisionRefusedError extends Error {
  constructor(reason: string) {
    super(`${reason} See: npm run finetune -- discover`);
    this.name = "DecisionRefusedError";
  }
}
