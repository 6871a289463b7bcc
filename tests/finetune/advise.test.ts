import { describe, expect, it } from "@jest/globals";
import { type Row, rowsNeeded } from "../../finetune/advise/learning-curve.ts";
import { type IntentFacts, recommend } from "../../finetune/advise/recommend.ts";
import { risksIn } from "../../finetune/advise/risks.ts";
import { adviseOn } from "../../finetune/advise.ts";
import type { Example } from "../../finetune/example.ts";
import { answerDesk } from "../../src/answer/answer-question.ts";
import { projectRoot } from "../../src/config.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";

const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };
const measured = (share: number, of: number) => ({
  share,
  low: Math.max(0, share - 0.2),
  high: Math.min(1, share + 0.2),
  of,
});
const unknown: IntentFacts = {
  questions: 100,
  documented: measured(0.05, 40),
  documentedRight: measured(0, 40),
  page: "returns.md",
  rows: 90,
  rowsNeeded: 30,
  sameReply: 1,
  unsupported: measured(1, 40),
  written: 0,
  tuned: null,
};
const covered = { documented: measured(0.9, 40), documentedRight: measured(0.8, 40), unsupported: measured(0, 40) };

describe("prompt or fine-tune, for one intent", () => {
  it.each<[string, Partial<IntentFacts>, string]>([
    ["pages answer it", covered, "keep-prompting"],
    [
      "pages answer it, and nobody has judged it",
      { ...covered, documentedRight: measured(0, 0), rows: 0, sameReply: 0 },
      "keep-prompting",
    ],
    [
      "its page is found, and staff say something else",
      { ...covered, documentedRight: measured(0.1, 40), sameReply: 0.3 },
      "improve-page",
    ],
    ["no page, one reply, enough rows", {}, "fine-tune"],
    ["no page, one reply, seldom asked", { questions: 8, rows: 8 }, "verified-answer"],
    ["no page, one reply, too few rows", { rows: 26, rowsNeeded: 60 }, "collect-reviews"],
    ["no page, one reply, and a flat curve", { rowsNeeded: null }, "collect-reviews"],
    ["no page, and nobody has judged it", { rows: 0, sameReply: 0, rowsNeeded: null }, "collect-reviews"],
    ["no page, and staff do not agree", { sameReply: 0.5 }, "collect-reviews"],
    ["no page, and each case has its own reply", { sameReply: 0.05 }, "leave-to-people"],
    [
      "a tuned model serves it, worse than the documentation",
      { ...covered, tuned: { live: true, candidate: Array(30).fill(false), serving: Array(30).fill(true) } },
      "retire-model",
    ],
    [
      "a tuned model serves it as well as the documentation",
      { ...covered, tuned: { live: true, candidate: Array(30).fill(true), serving: Array(30).fill(true) } },
      "keep-prompting",
    ],
  ])("[N1] %s", (_, facts, recommendation) => {
    expect(recommend({ ...unknown, ...facts }).recommendation).toBe(recommendation);
  });

  it("[N2] the reasons are measured, in words and numbers", () => {
    expect(recommend(unknown).reasons).toEqual([
      "90 approved rows, 30 needed",
      "the documentation knows 5 % of 40 sampled questions",
      "its answers say what staff say on 0 % of 40",
      "no passage supports 100 % of 40 replies",
    ]);
    expect(recommend({ ...unknown, rows: 26, rowsNeeded: 60 }).reasons[0]).toBe(
      "34 more approved rows are needed to tell it from the others",
    );
  });
});

describe("how many rows an intent needs", () => {
  const row = (intent: string | null, ...vector: number[]): Row => ({ intent, vector: Float32Array.from(vector) });
  const many = (count: number, make: (at: number) => Row) => Array.from({ length: count }, (_, at) => make(at));

  it("[N2] is few where it is easily told from the others, and unknown where it is not", () => {
    const apart = [...many(40, () => row("a", 1, 0)), ...many(40, () => row("b", 0, 1))];
    expect(rowsNeeded(apart, 1).get("a")).toBe(10);

    const mixed = many(80, (at) => row(at % 2 === 0 ? "a" : "b", Math.cos(at), Math.sin(at)));
    const alike = many(60, (at) => row(at < 8 ? "a" : null, 1, 0));
    expect(rowsNeeded(alike, 1).get("a")).toBeNull();
    expect([...rowsNeeded(mixed, 1).keys()].sort()).toEqual(["a", "b"]);
    expect(rowsNeeded(mixed, 1)).toEqual(rowsNeeded(mixed, 1));
  });
});

const example = (id: string, question: string, part: Partial<Example> = {}): Example => ({
  id,
  conversation: id,
  turn: 0,
  messages: [{ role: "user", content: question }],
  completion: null,
  rejected: null,
  intent: "returns",
  verdict: "unreviewed",
  weight: 0,
  passages: [],
  groups: { language: "en", channel: null },
  at: null,
  ...part,
});

describe("risks in the data", () => {
  it("[N3] names personal data, groups that fare worse, and replies that one customer alone was given", () => {
    const judged = (id: string, language: string, verdict: "approved" | "rejected") =>
      example(id, "Where is it?", { verdict, groups: { language, channel: null } });
    const examples = [
      ...Array.from({ length: 60 }, (_, at) => judged(`en${at}`, "en", "approved")),
      ...Array.from({ length: 30 }, (_, at) => judged(`de${at}`, "de", at < 10 ? "approved" : "rejected")),
      example("p", "Write to ana.ruiz@example.com please", { completion: "As agreed, code 77.", verdict: "approved" }),
    ];

    expect(risksIn(examples, rules)).toEqual([
      { risk: "personal-data", detail: "1 rows still hold personal data" },
      { risk: "imbalance", detail: "language de: 30 of 91 rows, 33 % of 30 answers approved, 78 % overall" },
      { risk: "memorised", detail: "1 of 1 replies were given in one conversation alone" },
    ]);
    expect(risksIn([example("a", "Where is it?")], rules)).toEqual([]);
  });
});

describe("advice over a small log", () => {
  it("[N1] gives each labelled intent its volume, outcomes, routes and one recommendation", async () => {
    const returns = passage({ path: "returns.md", text: "A bicycle can be returned within 30 days of delivery." });
    const knowledge = fixedKnowledge([returns]);
    const documentation = answerDesk({
      knowledge: { current: () => knowledge },
      writer: null,
      productName: "Lumo",
      contactText: "",
      caution: 50,
      now: () => 0,
      pace: async () => {},
    });
    const approved = { completion: "It can be returned within 30 days of delivery.", verdict: "approved" as const };
    const examples = [
      ...Array.from({ length: 4 }, (_, at) => example(`r${at}`, `Can bicycle ${at} be returned?`, approved)),
      example("x", "Something else?", { intent: null }),
    ];
    const advice = await adviseOn(examples, {
      documentation,
      serving: documentation,
      knowledge,
      embedder: defaultEmbedder(projectRoot()),
      rules,
      live: new Set(),
      trainers: [],
      seed: 1,
      now: () => "2026-01-01T00:00:00.000Z",
      say: () => {},
    });

    expect(advice).toMatchObject({ questions: 5, unlabelled: 1, madeAt: "2026-01-01T00:00:00.000Z" });
    expect(advice.intents).toHaveLength(1);
    expect(advice.intents[0]).toMatchObject({
      intent: "returns",
      questions: 4,
      share: 0.8,
      outcomes: { approved: 4, unreviewed: 0 },
      documented: { share: 1, of: 4 },
      page: "returns.md",
      unsupported: { share: 0, of: 4 },
      recommendation: "keep-prompting",
    });
    expect(advice.intents[0]?.routes.map(({ route, accuracy }) => [route, accuracy?.share ?? null])).toEqual([
      ["documentation", 1],
      ["verified", 1],
      ["tuned", null],
      ["person", null],
    ]);
  });
});
