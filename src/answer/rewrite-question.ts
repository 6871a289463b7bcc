import type { ChatMessage } from "../models/chat-model.ts";
import type { Question } from "./answer-question.ts";
import { fenceKey } from "./fence.ts";
import { askAid, type ModelAid } from "./model-aid.ts";
import { renderSections } from "./prompt-file.ts";
import { trimToTokens } from "./trim-to-tokens.ts";

export type Rewritten = {
  /** What to search for; the question as asked when the model gave nothing usable. */
  text: string;
  /** For the record: "rewritten", "rewrite-unchanged", or why there is none. */
  note: string;
};

/** A search text longer than this is no question any more. */
const LONGEST_REWRITE = 400;
/** Turns that can still be meant by "it". */
const TURNS = 6;

/** The question with what it leaves unsaid put in from the conversation, in one call. Only what is searched for changes. */
export async function rewriteQuestion(question: Question, aid: ModelAid, signal: AbortSignal): Promise<Rewritten> {
  const reply = await askAid(aid, { messages: rewritePrompt(question, aid), tag: "question", signal });
  if ("failure" in reply) return { text: question.text, note: `rewrite-${reply.failure}` };

  const text = reply.words.replace(/\s+/g, " ");
  if (text === "" || text.length > LONGEST_REWRITE) return { text: question.text, note: "rewrite-malformed" };
  return { text, note: text === question.text.trim() ? "rewrite-unchanged" : "rewritten" };
}

function rewritePrompt({ text, history }: Question, { model, prompt, productName, promptTokens }: ModelAid) {
  const system = renderSections(prompt, { product: productName })
    .map((section) => section.text)
    .join("\n\n");
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
