import type { Database } from "../conversations/database.ts";
import { refusal } from "../conversations/refusal.ts";
import { REASONS, type Reviewed } from "../protocol/review.ts";
import type { Review } from "../protocol/staff.ts";
import type { Refusal } from "../protocol/visitor.ts";
import type { KnowledgeSource } from "../search/knowledge.ts";
import { isStale } from "../search/unchanged-passages.ts";
import {
  dropOpinion,
  isVerified,
  keepOpinion,
  outdateOpinions,
  readTurn,
  retireAnswer,
  type Turn,
} from "./libsql-reviews.ts";
import { applyVerdicts } from "./sinks.ts";
import type { Opinion } from "./verdict.ts";

export type ReviewDeskPorts = {
  database: Database;
  knowledge: KnowledgeSource;
  /** Takes personal data out of what a customer wrote. */
  anonymous: (text: string) => string;
  /** The verified answers are others now. */
  onVerifiedChanged: () => void;
  /** Which questions are approved may have changed. */
  onApprovedChanged: () => void;
  /** Milliseconds since the epoch. */
  clock: () => number;
};

export type ReviewDesk = {
  /** Keeps the verdict and what follows from it in one transaction. Again with the same content changes nothing. */
  review(review: Review, staffId: string): Promise<Reviewed | Refusal>;
  /** An owner's verdict, which counts alone. */
  settle(review: Review, staffId: string): Promise<Reviewed | Refusal>;
  /** Takes one's own verdict back, and all that followed from it. */
  undo(answerId: string, staffId: string): Promise<Reviewed | Refusal>;
  retire(verifiedAnswerId: string, staffId: string): Promise<boolean>;
};

export function reviewDesk({
  database,
  knowledge,
  anonymous,
  onVerifiedChanged,
  onApprovedChanged,
  clock,
}: ReviewDeskPorts): ReviewDesk {
  const { db, write } = database;

  async function judge(review: Review, staffId: string, settles: boolean): Promise<Reviewed | Refusal> {
    const wrong = problemOf(review);
    if (wrong) return refusal("invalid", wrong);
    const turn = await readTurn(db, review.messageId);
    if (!turn) return noSuchAnswer();

    const opinion = opinionOf(review, staffId, settles, clock());
    return apply(turn, async (tables) => {
      if (await isStaleNow(tables, turn.answerId)) await outdateOpinions(tables, turn.answerId, staffId);
      await keepOpinion(tables, turn.answerId, opinion, review.shownMs ?? null);
    });
  }

  async function isStaleNow(tables: Parameters<typeof keepOpinion>[0], answerId: string): Promise<boolean> {
    const kept = await tables
      .selectFrom("verified_answers")
      .select("cited")
      .where("id", "=", answerId)
      .executeTakeFirst();
    return kept !== undefined && kept.cited !== "[]" && isStale(JSON.parse(kept.cited), knowledge.current());
  }

  async function apply(turn: Turn, change: (tables: Parameters<typeof keepOpinion>[0]) => Promise<unknown>) {
    const { before, reviewed } = await write(async (tables) => {
      const before = await isVerified(tables, turn.answerId);
      await change(tables);
      return { before, reviewed: await applyVerdicts(tables, turn, { knowledge: knowledge.current(), anonymous }) };
    });
    // Every phrasing is placed anew after a change: most verdicts make none.
    if (before || reviewed.verifiedAnswer || turn.verifiedId !== null) onVerifiedChanged();
    onApprovedChanged();
    return reviewed;
  }

  return {
    review: (review, staffId) => judge(review, staffId, false),
    settle: (review, staffId) => judge(review, staffId, true),
    async undo(answerId, staffId) {
      const turn = await readTurn(db, answerId);
      return turn ? apply(turn, (tables) => dropOpinion(tables, answerId, staffId)) : noSuchAnswer();
    },
    async retire(id) {
      const retired = await write((tables) => retireAnswer(tables, id, clock()));
      if (!retired) return false;
      onVerifiedChanged();
      onApprovedChanged();
      return true;
    },
  };
}

const noSuchAnswer = () => refusal("not-found", "There is no such finished answer.");

function problemOf({ verdict, text, reason }: Review): string | null {
  if (verdict === "corrected" && !text?.trim()) return "A correction needs the corrected text.";
  if (reason !== undefined && !(REASONS as readonly string[]).includes(reason)) {
    return `reason must be one of ${REASONS.join(", ")}.`;
  }
  return null;
}

function opinionOf(review: Review, staffId: string, settles: boolean, at: number): Opinion {
  const { verdict, text, reason = null, intent = null, citations } = review;
  const corrected = verdict === "corrected";
  return {
    staffId,
    verdict,
    text: corrected ? (text ?? null) : null,
    citations: corrected && citations ? JSON.stringify(citations) : null,
    reason,
    intent,
    settles,
    at,
    outdated: false,
  };
}
