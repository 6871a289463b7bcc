import { z } from "zod";
import { replaceFile } from "../models/replace-file.ts";
import type { Decision, ProposalsView } from "../protocol/learning.ts";
import { loopFolder, readLearningFile } from "./learning-file.ts";

const proposalsSchema = z.object({
  turns: z.number(),
  leftOut: z.number(),
  proposals: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      phrases: z.array(z.string()),
      size: z.number(),
      cohesion: z.number(),
      examples: z.array(z.string()),
      turns: z.array(z.string()),
    }),
  ),
});

/** By proposal: the intent that its turns are, from the next build on; null: they are none. */
const decidedSchema = z.record(z.string(), z.object({ intent: z.string().nullable(), turns: z.array(z.string()) }));

export type ProposalDesk = {
  /** Throws LearningFileError, and so does `decide`. */
  view(): ProposalsView;
  /** In words, for the audit log; null where there is no such proposal. */
  decide(id: string, decision: Decision): string | null;
};

/** What `finetune -- discover` proposed, and what staff made of it. */
export function proposalDesk(dataDir: string): ProposalDesk {
  const decidedFile = loopFolder(dataDir, "decided.json");
  const found = () => readLearningFile(loopFolder(dataDir, "discovered.json"), proposalsSchema);
  const decided = () => readLearningFile(decidedFile, decidedSchema) ?? {};

  return {
    view() {
      const discovery = found();
      if (!discovery) return { found: null };
      const decisions = decided();
      const proposals = discovery.proposals.map(({ turns: _, ...proposal }) => {
        const decision = decisions[proposal.id];
        return { ...proposal, decided: decision ? { intent: decision.intent } : null };
      });
      return { found: { ...discovery, proposals } };
    },
    decide(id, decision) {
      const proposal = found()?.proposals.find((one) => one.id === id);
      if (!proposal) return null;
      const { [id]: _, ...others } = decided();
      const intent = decision.decision === "accept" ? decision.intent.trim() : null;
      const now = decision.decision === "reopen" ? others : { ...others, [id]: { intent, turns: proposal.turns } };
      replaceFile(decidedFile, JSON.stringify(now));
      return `${proposal.name}: ${intent ?? decision.decision}`;
    },
  };
}
