import type { Kysely } from "kysely";
import { citationOf } from "../answer/cite.ts";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { Citation } from "../protocol/conversation.ts";
import type { GivenVerdict, Reason, ReviewQueue } from "../protocol/review.ts";
import type { Knowledge } from "../search/knowledge.ts";
import { quotedPassage } from "../search/quoted-passage.ts";
import { readCandidates } from "./libsql-queue.ts";
import { queueOf } from "./queue-order.ts";

/** Turns shown at once: more are not reviewed in one sitting. */
const QUEUE_LENGTH = 100;

/** What is open, most to learn first, with what a reviewer needs to correct or to settle it. */
export async function reviewQueue(
  db: Kysely<ConversationTables>,
  knowledge: Pick<Knowledge, "passage" | "page">,
): Promise<ReviewQueue> {
  const placed = queueOf(await readCandidates(db, knowledge), QUEUE_LENGTH);
  const answerIds = placed.map(({ answerId }) => answerId);
  const citations = await readCitations(db, answerIds);
  const verdicts = await readVerdicts(db, answerIds);

  const standing = (cited: readonly Citation[]) => cited.filter((citation) => quotedPassage(citation, knowledge));
  return {
    turns: placed.map((turn) => {
      const own = citations.get(turn.answerId) ?? [];
      return {
        ...turn,
        citations: standing(own),
        // Who corrects without naming sources keeps those of the answer.
        verdicts: (verdicts.get(turn.answerId) ?? []).map((one) => ({
          ...one,
          citations: requoted(one.citations ?? own, knowledge),
        })),
      };
    }),
  };
}

/** Where a page has changed since, the words that stand there now: whoever takes the text over cites what there is. */
function requoted(cited: readonly Citation[], knowledge: Pick<Knowledge, "page">): Citation[] {
  return cited.flatMap((citation) => {
    if (quotedPassage(citation, knowledge)) return citation;
    const page = knowledge.page(citation.path);
    const now =
      page.find(({ text }) => text.includes(citation.quote)) ?? page.find(({ anchor }) => anchor === citation.anchor);
    return now ? citationOf(citation.marker, now, citation.quote) : [];
  });
}

async function readCitations(db: Kysely<ConversationTables>, answerIds: string[]): Promise<Map<string, Citation[]>> {
  const rows = await db.selectFrom("answers").select(["id", "citations"]).where("id", "in", answerIds).execute();
  return new Map(rows.map(({ id, citations }) => [id, JSON.parse(citations ?? "[]") as Citation[]]));
}

type KeptVerdict = Omit<GivenVerdict, "citations"> & { citations: Citation[] | null };

async function readVerdicts(db: Kysely<ConversationTables>, answerIds: string[]): Promise<Map<string, KeptVerdict[]>> {
  const rows = await db
    .selectFrom("reviews")
    .leftJoin("staff", "staff.id", "reviews.staff_id")
    .select(["answer_id", "name", "verdict", "text", "citations", "reason", "intent", "reviewed_at as at"])
    .where("answer_id", "in", answerIds)
    .orderBy("reviewed_at", "desc")
    .execute();
  const byAnswer = new Map<string, KeptVerdict[]>();
  for (const { answer_id, name, citations, reason, ...said } of rows) {
    const given = {
      ...said,
      by: name ?? "A former colleague",
      citations: citations === null ? null : (JSON.parse(citations) as Citation[]),
      // Checked when it was kept.
      reason: reason as Reason | null,
    };
    byAnswer.set(answer_id, [...(byAnswer.get(answer_id) ?? []), given]);
  }
  return byAnswer;
}
