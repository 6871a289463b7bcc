import { z } from "zod";
import type { Proposal } from "../intents/proposals.ts";
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
      /** Empty in proposals of an earlier version. */
      texts: z.array(z.string()).default([]),
    }),
  ),
});
type Found = z.infer<typeof proposalsSchema>;

/** By proposal: the intent that its turns are, from the next build on; null: they are none. */
const decidedSchema = z.record(z.string(), z.object({ intent: z.string().nullable(), turns: z.array(z.string()) }));
type Decided = z.infer<typeof decidedSchema>;

/** `done`: in words, for the audit log. */
export type ProposalDecided = { kind: "decided"; done: string } | { kind: "refused"; reason: string };

export type ProposalDesk = {
  /** Throws LearningFileError, and so do the others. */
  view(): ProposalsView;
  /** What was asked, the most typical first, as many as a page shows; null where there is no such proposal. */
  questions(id: string): string[] | null;
  /** Null where there is no such proposal. */
  decide(id: string, decision: Decision): Promise<ProposalDecided | null>;
};

const MOST_QUESTIONS = 200;

/**
 * What `finetune -- discover` proposed, and what staff made of it.
 * @param divide a group as two; null where its questions do not differ
 */
export function proposalDesk(
  dataDir: string,
  divide: (proposal: Proposal) => Promise<Proposal[] | null>,
): ProposalDesk {
  const foundFile = loopFolder(dataDir, "discovered.json");
  const decidedFile = loopFolder(dataDir, "decided.json");
  const found = () => readLearningFile(foundFile, proposalsSchema);
  const decided = (): Decided => readLearningFile(decidedFile, decidedSchema) ?? {};
  const named = (id: string) => found()?.proposals.find((one) => one.id === id);

  async function split(proposal: Proposal): Promise<ProposalDecided | null> {
    const parts = proposal.texts.length === 0 ? null : await divide(proposal);
    if (!parts) return { kind: "refused", reason: `The questions of "${proposal.name}" cannot be told apart.` };
    // Read again: a discovery may have ended meanwhile, and its proposals are other ones.
    const now = found();
    if (!now?.proposals.some(({ id }) => id === proposal.id)) return null;
    replaceFile(foundFile, JSON.stringify(withParts(now, proposal.id, parts)));
    return { kind: "decided", done: `${proposal.name}: split into ${parts.map(({ name }) => name).join(" · ")}` };
  }

  return {
    view() {
      const discovery = found();
      if (!discovery) return { found: null };
      const decisions = decided();
      const proposals = discovery.proposals.map(({ turns: _, texts: __, ...proposal }) => {
        const decision = decisions[proposal.id];
        return { ...proposal, decided: decision ? { intent: decision.intent } : null };
      });
      return { found: { ...discovery, proposals } };
    },
    questions: (id) => named(id)?.texts.slice(0, MOST_QUESTIONS) ?? null,
    async decide(id, decision) {
      const proposal = named(id);
      if (!proposal) return null;
      if (decision.decision === "split") {
        if (!decided()[id]) return split(proposal);
        return { kind: "refused", reason: `"${proposal.name}" is decided. Open it again before you split it.` };
      }
      const { [id]: _, ...others } = decided();
      const intent = decision.decision === "accept" ? decision.intent.trim() : null;
      const now = decision.decision === "reopen" ? others : { ...others, [id]: { intent, turns: proposal.turns } };
      replaceFile(decidedFile, JSON.stringify(now));
      return { kind: "decided", done: `${proposal.name}: ${intent ?? decision.decision}` };
    },
  };
}

/** The parts stand where the whole stood. */
const withParts = (found: Found, id: string, parts: readonly Proposal[]): Found => ({
  ...found,
  proposals: found.proposals.flatMap((one) => (one.id === id ? parts : [one])),
});
