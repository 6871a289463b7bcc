import type { ChatMessage } from "../models/chat-model.ts";
import type { Question } from "./answer-question.ts";
import { fenceKey } from "./fence.ts";
import { askAid, type ModelAid } from "./model-aid.ts";
import { renderPrompt } from "./prompt-file.ts";
import { trimToTokens } from "./trim-to-tokens.ts";
import type { Understood } from "./understand.ts";

export type Rewritten = {
  understood: Understood;
  /** For the record: why nothing was rewritten. */
  notes: string[];
};

/** A search text longer than this is no question any more. */
const LONGEST_REWRITE = 400;
/** Turns that can still be meant by "it". */
const TURNS = 6;

/**
 * What to search for, with what the question leaves unsaid put in from the conversation by a model, in one call. `read`,
 * what the rules understood, stands where no customer spoke before, and when the model fails or is late.
 */
export async function rewriteQuestion(
  question: Question,
  read: Understood,
  aid: ModelAid,
  signal: AbortSignal,
): Promise<Rewritten> {
  if (!question.history.some(({ author }) => author === "customer")) return { understood: read, notes: [] };

  const reply = await askAid(aid, { messages: rewritePrompt(question, aid), tag: "question", signal });
  if ("failure" in reply) return { understood: read, notes: [`rewrite-${reply.failure}`] };

  const text = reply.words.replace(/\s+/g, " ");
  if (text === "" || text.length > LONGEST_REWRITE) return { understood: read, notes: ["rewrite-malformed"] };
  return { understood: { text, carried: new Map(), standing: 1 }, notes: [] };
}

function rewritePrompt({ text, history }: Question, { model, prompt, productName, promptTokens }: ModelAid) {
  const system = renderPrompt(prompt, { product: productName });
  const key = fenceKey([text, ...history.map((turn) => turn.text)]);
  const last = `Last message:\n<message-${key} from="customer">\n${text}\n</message-${key}>`;

  const recent = history.slice(-TURNS);
  const share = Math.floor((promptTokens - model.countTokens(system + last)) / Math.max(1, recent.length));
  const turns = recent.map(({ author, text: said }) => {
    const from = author === "customer" ? "customer" : "support";
    return `<message-${key} from="${from}">\n${trimToTokens(said, share, model.countTokens)}\n</message-${key}>`;
  });
  const messages: ChatMessage[] = [
    { role: "system", content: system },
    { role: "user", content: ["The conversation:", ...turns, last].join("\n\n") },
  ];
  return messages;
}
