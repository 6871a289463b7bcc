import type { LoggedConversation } from "../conversation-log.ts";
import type { Example } from "../example.ts";

type Turn = LoggedConversation["turns"][number];

/** One example per customer turn, with the review of the turn that answers it. */
export function examplesOf({ conversation_id: conversation, turns }: LoggedConversation): Example[] {
  return turns.flatMap((turn, at) => {
    if (turn.role !== "customer" || turn.text.trim() === "") return [];
    const answer = turns[at + 1]?.role === "customer" ? undefined : turns[at + 1];
    return [
      {
        id: `${conversation}#${at}`,
        conversation,
        turn: at,
        messages: turns.slice(0, at + 1).map(({ role, text }) => ({ role: ROLES[role], content: text })),
        intent: turn.intent ?? null,
        at: turn.at ?? null,
        ...reviewed(answer),
      },
    ];
  });
}

const ROLES = { customer: "user", agent: "assistant", bot: "assistant" } as const;

function reviewed(answer: Turn | undefined): Pick<Example, "verdict" | "completion" | "rejected"> {
  const text = answer?.text.trim() || null;
  const verdict = answer?.review?.verdict ?? "unreviewed";
  if (verdict === "approved" && text) return { verdict, completion: text, rejected: null };
  if (verdict === "corrected") return { verdict, completion: answer?.review?.text?.trim() || null, rejected: text };
  if (verdict === "rejected") return { verdict, completion: null, rejected: text };
  return { verdict: "unreviewed", completion: null, rejected: null };
}
