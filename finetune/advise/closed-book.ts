import { join } from "node:path";
import { readPrompt, renderPrompt } from "../../src/answer/prompt-file.ts";
import type { ChatModel } from "../../src/models/chat-model.ts";

type ClosedBookPorts = { model: ChatModel | null; root: string; productName: string };

/** What the model says without any passage: what it knows by itself. A call that fails says nothing. */
export function closedBookBy({ model, root, productName }: ClosedBookPorts) {
  if (!model) return null;
  const prompt = readPrompt(join(root, "finetune", "advise"), "closed-book");
  const system = renderPrompt(prompt, { product: productName });
  const options = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  return async (question: string): Promise<string> => {
    const messages = [
      { role: "system" as const, content: system },
      { role: "user" as const, content: question },
    ];
    const reply = await model.chat(messages, options);
    return "failure" in reply ? "" : reply.text;
  };
}
