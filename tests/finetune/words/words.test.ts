import { describe, expect, it } from "@jest/globals";
import { adviceText } from "../../../finetune/words/advice-text.ts";
import { collectWords } from "../../../finetune/words/collect-words.ts";
import { erasureWords } from "../../../finetune/words/erasure-words.ts";
import { trainWords } from "../../../finetune/words/train-words.ts";
import { candidateWords, tuneWords } from "../../../finetune/words/tune-words.ts";
import { wrapped } from "../../../finetune/words/wrapped.ts";
import type { Advice } from "../../../src/protocol/advice.ts";

describe("lines for a terminal that nobody widened", () => {
  it("[F36] break between words, and leave whole what has no space", () => {
    const lines = wrapped(`${"word ".repeat(40)}${"x".repeat(100)} end`, "  ", "    ");

    expect(lines.slice(0, 3).every((line) => line.length <= 80)).toBe(true);
    expect(lines[0]).toMatch(/^ {2}word/);
    expect(lines.slice(1).every((line) => /^ {4}\S/.test(line))).toBe(true);
    expect(lines).toContain(`    ${"x".repeat(100)}`);
    expect(wrapped("")).toEqual([""]);
  });
});

describe("what the verbs of the learning loop say to people", () => {
  it("[F36] collect: names the store beside the logs, and counts what stays out because it was erased", () => {
    const report = { conversations: 1, turns: 2, known: 1, erased: 1, redacted: { email: 2, phone: 0 } };
    const none = { conversations: 0, turns: 0, known: 0, erased: 2, redacted: {} };

    expect(collectWords({ store: report, logs: [{ file: "a.csv", ...none }] }).split("\n")).toEqual([
      "Switchboard's own conversations: 1 conversation, 2 turns",
      "    0 new, 1 known before; 1 erased conversation stayed out",
      "    personal data replaced: email 2",
      "a.csv: no conversations; 2 erased conversations stayed out",
      "",
      "Next: npm run finetune -- build",
    ]);
  });

  it("[F36] train: says which intents were left out and why, and what to do where no model came of it", () => {
    const untrained = [{ intent: "boats", trained: 3, tested: 1, reason: "3 approved rows, and 10 are needed" }];
    const shown = trainWords({ run: null, rows: 4, intents: [], untrained });

    expect(shown).toMatch(/^No model: no intent has enough approved turns yet\.\n/);
    expect(shown).toContain("\nNot trained:\n    boats: 3 approved rows, and 10 are needed\n");
    expect(shown).toMatch(/\nNext: review more conversations, or npm run finetune -- collect --from FILE;/);
  });

  it("[F36] tune and candidate: what came of it, and how it goes on", () => {
    const training = {
      ...{ id: "t1", dataset: "d1", version: "1", command: ["http://x/v1"], seed: 1, startedAt: "", curve: [] },
      ...{ seconds: 61.2, expectedSeconds: null, artefact: "/a/model.json", artefactHash: null },
      ...{ cost: null, reason: null, state: "trained" as const },
    };
    const server = { url: "http://x/v1", name: "tuned", training: "t1", writes: false };

    expect(tuneWords({ ...training, trainer: "openai-compatible" })).toBe(
      "Training t1: trained in 61 s on dataset d1\nWhat it made: /a/model.json\nNext: npm run finetune -- candidate --training t1",
    );
    expect(tuneWords({ ...training, trainer: "command" })).toMatch(/--url URL --name NAME, once a server serves it$/);
    const offer = { model: "m", rows: 1, tokensPerEpoch: 1, epochs: 3, withdrawals: [] };
    expect(tuneWords({ ...offer, cost: { tokens: 3, amount: null, currency: "USD" } })).toBe(
      "Nothing was sent. Next: the same command with --send",
    );
    expect(candidateWords({ model: "m1", server })).toMatch(/^Candidate m1: tuned at http:\/\/x\/v1\n[\s\S]*evaluate$/);
  });

  it("[F36] erase: what is gone, what answers now, and what others have to delete", () => {
    const shown = erasureWords({
      ...{ datasets: [{ before: "d1", now: "d2" }], models: ["m1"], intents: ["refund", "cards"] },
      learnt: [{ model: "m1", as: [{ intent: "refund", rows: 2 }] }],
      kept: ["m2"],
      elsewhere: [{ url: "http://x/v1", name: "tuned" }],
    });

    expect(shown.split("\n")).toEqual([
      "Erased from the logs and 1 dataset; no log brings them back.",
      "    d1 is now d2",
      'Deleted the model m1, which had learnt from them: 2 questions as "refund".',
      "The model m2 stays: it has learnt nothing from them.",
      "The documentation answers again: refund, cards.",
      "Delete tuned at http://x/v1, which had learnt from them.",
      "Next: npm run finetune -- run",
    ]);
    expect(erasureWords({ datasets: [], models: [], learnt: [], kept: [], intents: [], elsewhere: [] })).toContain(
      "No model had learnt",
    );
  });

  it("[F36] advise: a line for each intent with its reasons below", () => {
    const intent = { intent: "refund", questions: 12, recommendation: "fine-tune", reasons: ["90 rows", "10 needed"] };
    const advice = {
      ...{ questions: 20, unlabelled: 8, intents: [intent] as Advice["intents"] },
      risks: [{ risk: "personal-data" as const, detail: "2 rows" }],
      trainers: [{ name: "embedded", ready: true, note: "takes seconds" }],
    };
    const lines = adviceText({ ...advice, format: 2, madeAt: "" }).split("\n");

    expect(lines).toContain("refund  12         fine tune");
    expect(lines).toEqual(expect.arrayContaining(["    90 rows", "    10 needed", "    personal data: 2 rows"]));
    expect(lines.at(-1)).toBe("    embedded, ready: takes seconds");
    expect(adviceText({ ...advice, intents: [], format: 2, madeAt: "" })).toContain("no intent is labelled");
  });
});
