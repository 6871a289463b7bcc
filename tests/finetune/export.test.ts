import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { withoutCases } from "../../finetune/build/own-case.ts";
import type { Example } from "../../finetune/example.ts";
import { exportLines, type Format } from "../../finetune/export.ts";
import { tokensOf } from "../../finetune/train/training-offer.ts";
import { openaiSchemas } from "../support/openai/schema.ts";

const corrected: Example = {
  id: "c#2",
  conversation: "c",
  turn: 2,
  messages: [
    { role: "user", content: "Hello" },
    { role: "assistant", content: "Hi!" },
    { role: "user", content: "Where is it?" },
  ],
  completion: "On its way.",
  rejected: "Lost.",
  intent: "track",
  verdict: "corrected",
  weight: 1,
  passages: [],
  groups: { language: null, channel: null },
  at: null,
};
const unreviewed: Example = { ...corrected, completion: null, rejected: null, verdict: "unreviewed" };

const lines = (format: Format, system = "") =>
  exportLines([corrected, unreviewed], format, system).map((line): unknown => JSON.parse(line));

describe("what OpenAI is sent", () => {
  const wrong = openaiSchemas();
  const complaints = (example: Example) =>
    (["openai-chat", "openai-preference"] as const)
      .flatMap((format) => exportLines([example], format, "Be brief."))
      .flatMap((line) => {
        const { messages, input = { messages }, preferred_output = [], non_preferred_output = [] } = JSON.parse(line);
        const replies: { role: string; content: string }[] = [...preferred_output, ...non_preferred_output];
        const said = [...input.messages, ...replies];
        return said.map((message) => wrong("ChatCompletionRequestMessage", message)).filter((one) => one !== "");
      });

  it("[F10] is what its own description allows, whatever was written", () => {
    const text = fc.string({ minLength: 1, unit: "binary" }).filter((written) => written.trim() !== "");
    const message = fc.record({ role: fc.constantFrom("user" as const, "assistant" as const), content: fc.string() });
    fc.assert(
      fc.property(fc.array(message), text, text, text, (earlier, question, completion, rejected) => {
        const messages = [...earlier, { role: "user" as const, content: question }];
        expect(complaints({ ...corrected, messages, completion, rejected })).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("[F10] is counted before anything is sent, in every format", () => {
    const words = (written: string) => written.split(" ").length;
    const tokens = (format: Format) => tokensOf(exportLines([corrected], format, ""), words);

    expect(tokens("prompt-completion")).toBe(3 + 2 * 3 + 6);
    expect(tokens("conversational")).toBe(3 + 4 * 3 + 8);
    expect(tokens("openai-chat")).toBe(tokens("conversational"));
    expect(tokens("openai-preference")).toBe(tokens("dpo"));
  });
});

describe("exporting a dataset", () => {
  const said = [{ role: "assistant", content: "On its way." }];

  it("[F10] writes prompt and completion, as text or as turns", () => {
    expect(lines("prompt-completion")).toEqual([{ prompt: "Where is it?", completion: "On its way." }]);
    expect(lines("conversational")).toEqual([{ prompt: corrected.messages, completion: said }]);
  });

  it("[F10] writes preference pairs only where staff replaced a reply", () => {
    const rejected = [{ role: "assistant", content: "Lost." }];
    const approved = { ...corrected, rejected: null };

    expect(lines("dpo")).toEqual([{ prompt: corrected.messages, chosen: said, rejected }]);
    expect(lines("openai-preference")).toEqual([
      { input: { messages: corrected.messages }, preferred_output: said, non_preferred_output: rejected },
    ]);
    expect(exportLines([approved], "dpo", "")).toEqual([]);
  });

  it("[F26] has OpenAI learn the reply alone, and nothing that was said before it", () => {
    const [{ messages }] = lines("openai-chat") as [{ messages: object[] }];

    expect(messages).toEqual([
      corrected.messages[0],
      { ...corrected.messages[1], weight: 0 },
      corrected.messages[2],
      ...said,
    ]);
  });

  it("[F26] keeps a reply that one conversation alone was given, unless the passages that it cites say all of it", () => {
    const reply = (conversation: string, completion: string, passageId?: string): Example => {
      const passages = passageId === undefined ? [] : [{ passageId, hash: "h" }];
      return { ...corrected, id: `${conversation}#2`, conversation, completion, passages };
    };
    const everybodys = ["a", "b"].map((conversation) => reply(conversation, "Look under Orders."));
    const documented = reply("c", "Parcels take two days. [1]", "page");
    const cases = [reply("d", "Your code is zebra."), reply("e", "Say the word zebra. [1]", "page")];
    const text = (id: string) => (id === "page" ? "Parcels take two days." : undefined);

    expect(withoutCases([...everybodys, documented, ...cases, unreviewed], text)).toEqual([...everybodys, documented]);
  });

  it("[F10, L1] puts the prompt that will serve in front", () => {
    const system = { role: "system", content: "Be brief." };

    expect(lines("openai-chat", "Be brief.")).toMatchObject([{ messages: [system, ...corrected.messages, ...said] }]);
  });
});
