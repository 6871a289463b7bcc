import { describe, expect, it } from "@jest/globals";
import type { Example } from "../../finetune/example.ts";
import { exportLines, type Format } from "../../finetune/export.ts";

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

  it("[F10, L1] puts the prompt that will serve in front", () => {
    const system = { role: "system", content: "Be brief." };

    expect(lines("openai-chat", "Be brief.")).toEqual([{ messages: [system, ...corrected.messages, ...said] }]);
  });
});
