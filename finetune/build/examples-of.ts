import { HISTORY_LIMIT } from "../../src/conversations/conversation-store.ts";
import type { LoggedConversation } from "../conversation-log.ts";
import type { Example } from "../example.ts";

type Turn = LoggedConversation["turns"][number];

/** One example per customer turn, with the review of the turn that answers it. */
export function examplesOf(logged: LoggedConversation): Example[] {
  const { conversation_id: conversation, language, channel, tier, licence, turns } = logged;
  const groups = { language: language ?? null, channel: channel ?? null, ...(tier && { tier }) };
  return turns.flatMap((turn, at) => {
    if (turn.role !== "customer" || turn.text.trim() === "") return [];
    const answer = answerTo(turns, at);
    const review = reviewed(answer);
    return [
      {
        id: `${conversation}#${at}`,
        conversation,
        turn: at,
        messages: shown(turns, at).map(({ role, text }) => ({ role: ROLES[role], content: text })),
        intent: turn.intent ?? null,
        at: turn.at ?? null,
        ...review,
        ...(review.completion && answer?.review?.by && { approvedBy: answer.review.by }),
        ...(licence && { licence }),
        weight: weightOf(answer),
        passages: answer?.passages ?? [],
        groups,
      },
    ];
  });
}

/** As many earlier turns as an answer is given: whole histories would make a log of one long conversation hundreds of times as large. */
const shown = (turns: readonly Turn[], at: number) => turns.slice(Math.max(0, at - HISTORY_LIMIT), at + 1);

/** Of what was said until the customer wrote again: the last with a review, else the first. */
function answerTo(turns: readonly Turn[], at: number): Turn | undefined {
  const after = turns.slice(at + 1);
  const next = after.findIndex(({ role }) => role === "customer");
  const said = next === -1 ? after : after.slice(0, next);
  return said.findLast(({ review }) => review !== undefined) ?? said[0];
}

const ROLES = { customer: "user", agent: "assistant", bot: "assistant" } as const;

function reviewed(answer: Turn | undefined): Pick<Example, "verdict" | "completion" | "rejected"> {
  const text = answer?.text.trim() || null;
  const verdict = answer?.review?.verdict ?? "unreviewed";
  if (verdict === "approved" && text) return { verdict, completion: text, rejected: null };
  if (verdict === "written" && text) return { verdict, completion: text, rejected: answer?.instead_of ?? null };
  if (verdict === "corrected") return { verdict, completion: answer?.review?.text?.trim() || null, rejected: text };
  if (verdict === "rejected") return { verdict, completion: null, rejected: text };
  return { verdict: "unreviewed", completion: null, rejected: null };
}

/** One pair of eyes counts half of two, and a customer who was not helped takes half away. */
function weightOf(answer: Turn | undefined): number {
  if (answer?.review === undefined) return 0;
  return (answer.review.verdict === "written" ? 0.5 : 1) * (answer.rating === "down" ? 0.5 : 1);
}
