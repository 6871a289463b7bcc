import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import type { ChatMessage } from "../../src/models/chat-model.ts";
import { maskingChatModel } from "../../src/models/masking-chat-model.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { mask } from "../../src/privacy/redact.ts";
import { type Script, scriptedChatModel } from "../support/scripted-chat-model.ts";

const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };
const MESSAGES: ChatMessage[] = [
  { role: "system", content: "You answer for Lumo. Write to help@lumo.example only if asked." },
  { role: "user", content: "My name is Oscar Feldmann, oscar.feldmann@example.org" },
  { role: "assistant", content: "Hello Oscar Feldmann." },
  { role: "user", content: "Send it to oscar.feldmann@example.org, please. [NAME_9]" },
];

async function asked(script: Script) {
  const inner = scriptedChatModel([script]);
  const pieces: string[] = [];
  const options = { signal: new AbortController().signal, onDelta: (piece: string) => void pieces.push(piece) };
  const model = maskingChatModel(inner, (texts) => mask(texts, rules));
  const reply = await model.chat(MESSAGES, { ...options, onRestart: () => {} });
  return { sent: inner.calls[0]!, reply, streamed: pieces.join("") };
}

describe("a model that reads no personal data", () => {
  it("[P11] is sent placeholders, the same for the same thing, and our own words as they are", async () => {
    const { sent } = await asked("Fine.");

    expect(sent[0]).toEqual(MESSAGES[0]);
    expect(JSON.stringify(sent.slice(1))).not.toMatch(/Feldmann|oscar\./);
    expect(sent.map(({ role }) => role)).toEqual(MESSAGES.map(({ role }) => role));
    const [first, second] = [1, 3].map((at) => /\[EMAIL_\d+\]/.exec(sent[at]!.content)![0]);
    expect(first).toBe(second);
  });

  it("[P11] is shown with the real words, however its reply is cut into pieces", async () => {
    const { reply, streamed } = await asked((messages) => {
      const [name] = /\[NAME_\d+\]/.exec(messages[1]!.content)!;
      return `Dear ${name}, it goes to [EMAIL_1]. Not [EMAIL_7], [NAME_9], [1], an [open or [A_B`;
    });
    const shown =
      "Dear Oscar Feldmann, it goes to oscar.feldmann@example.org. Not [EMAIL_7], [NAME_9], [1], an [open or [A_B";

    expect(reply).toMatchObject({ text: shown });
    expect(streamed).toBe(shown);
  });

  it("[P11] fails as it would without", async () => {
    expect((await asked({ failure: "timeout", detail: "too slow" })).reply).toEqual({
      failure: "timeout",
      detail: "too slow",
    });
  });
});
