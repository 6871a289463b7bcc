import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { closedBookBy } from "../../finetune/advise/closed-book.ts";
import { costWords } from "../../finetune/advise/intent-facts.ts";
import { type Row, rowsNeeded } from "../../finetune/advise/learning-curve.ts";
import { nearnessBy } from "../../finetune/advise/nearness.ts";
import { type IntentFacts, recommend } from "../../finetune/advise/recommend.ts";
import { risksIn } from "../../finetune/advise/risks.ts";
import { trainersAt } from "../../finetune/advise/trainers.ts";
import { adviseOn } from "../../finetune/advise.ts";
import type { Example } from "../../finetune/example.ts";
import { answerDesk } from "../../src/answer/answer-question.ts";
import { projectRoot } from "../../src/config.ts";
import { adviceFile, readAdvice } from "../../src/models/advice-file.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { ADVICE_FORMAT } from "../../src/protocol/advice.ts";
import { wilson } from "../../src/score/paired.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { scriptedChatModel } from "../support/scripted-chat-model.ts";

const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };
const measured = (share: number, of: number) => ({ share, ...wilson(Math.round(share * of), of), of });
const unknown: IntentFacts = {
  questions: 100,
  documented: measured(0.05, 40),
  documentedRight: measured(0, 40),
  confidence: 0.4,
  closedBook: null,
  distance: { documentation: 0.62, general: 0.71 },
  page: "returns.md",
  rows: 90,
  rowsNeeded: 30,
  untrained: null,
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
    [
      "its page is found, and two of five judged answers are right: too few to blame the page",
      { ...covered, documentedRight: measured(0.4, 5), sameReply: 0.3 },
      "keep-prompting",
    ],
    [
      "its page is found, and none of five judged answers is right",
      { ...covered, documentedRight: measured(0, 5), sameReply: 0.3 },
      "improve-page",
    ],
    ["no page, one reply, enough rows", {}, "fine-tune"],
    ["no page, one reply, seldom asked", { questions: 8, rows: 8 }, "verified-answer"],
    ["no page, one reply, seldom asked, and enough rows", { questions: 20, rows: 20, rowsNeeded: 12 }, "fine-tune"],
    [
      "no page, one reply, seldom asked, and training leaves it out",
      { questions: 20, rows: 20, rowsNeeded: 12, untrained: "too few rows" },
      "verified-answer",
    ],
    ["no page, one reply, too few rows", { rows: 26, rowsNeeded: 60 }, "collect-reviews"],
    ["no page, one reply, and training leaves it out", { untrained: "too few rows" }, "collect-reviews"],
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
  ])("[N1, N7] %s", (_, facts, recommendation) => {
    expect(recommend({ ...unknown, ...facts }).recommendation).toBe(recommendation);
  });

  it("[N2] the reasons are measured, in words and numbers", () => {
    expect(recommend(unknown).reasons).toEqual([
      "90 approved rows, 30 needed",
      "the documentation knows 5 % of 40 sampled questions, and is 0.4 times as sure as it has to be",
      "its answers say what staff say on 0 % of 40",
      "no passage supports 100 % of 40 replies",
      "its questions lie 0.62 from the nearest passage and 0.71 from what people ask everywhere (0 is the same, 1 unrelated)",
    ]);
    expect(recommend({ ...unknown, closedBook: measured(0.1, 40) }).reasons).toContain(
      "without any page the model says it on 10 % of 40",
    );
    const few = { ...unknown, ...covered, documentedRight: measured(0.4, 5), sameReply: 0.3 };
    expect(recommend(few).reasons[0]).toBe(
      "5 judged questions are too few to say that its pages fail: up to 77 % of the answers may be right",
    );
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
      { risk: "personal-data", detail: "1 row still holds personal data" },
      { risk: "imbalance", detail: "language de: 30 of 91 rows, 33 % of 30 answers approved, 78 % overall" },
      { risk: "memorised", detail: "replies given in one conversation alone: 1 of 1" },
    ]);
    expect(risksIn([example("a", "Where is it?")], rules)).toEqual([]);

    const tiers = examples.slice(0, 90).map((one, at) => {
      const groups = { language: null, channel: null, tier: at < 60 ? "paid" : "free" };
      return { ...one, groups };
    });
    expect(risksIn(tiers, rules).map(({ detail }) => detail)).toEqual([
      "tier free: 30 of 90 rows, 33 % of 30 answers approved, 78 % overall",
    ]);
  });
});

describe("advice over a small log", () => {
  it("[N1, N6] gives each labelled intent its volume, outcomes, routes and one recommendation", async () => {
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
    const embedder = defaultEmbedder(projectRoot());
    const advice = await adviseOn(examples, {
      documentation,
      serving: documentation,
      knowledge,
      embedder,
      nearness: await nearnessBy(embedder, ["How do I reset my password?"]),
      closedBook: async () => "I do not know.",
      prices: { currency: "USD", perMillion: new Map() },
      rules,
      live: new Set(),
      untrained: new Map(),
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
      confidence: 2,
      closedBook: { share: 0, of: 4 },
      unsupported: { share: 0, of: 4 },
      recommendation: "keep-prompting",
    });
    const { distance } = advice.intents[0]!;
    expect(distance.documentation).toBeLessThan(distance.general);
    expect(advice.intents[0]?.routes[0]?.cost).toBe("nothing: quoted on this machine");
    expect(advice.intents[0]?.routes.map(({ route, accuracy }) => [route, accuracy?.share ?? null])).toEqual([
      ["documentation", 1],
      ["verified", 1],
      ["tuned", null],
      ["person", null],
    ]);
  });
});

describe("what answers cost", () => {
  const prices = { currency: "EUR", perMillion: new Map([["openai:small", { prompt: 2, completion: 10 }]]) };
  const tokens = { prompt: 1_000, completion: 100 };

  it("[N5] is money where the price is known, tokens where it is not, and nothing where answers are quoted", () => {
    const answer = { model: "openai:small", tokens };
    expect(costWords([answer, answer], prices)).toBe("3.00 EUR for 1,000 answers");
    expect(costWords([answer, { model: null, tokens: null }], prices)).toBe("1.50 EUR for 1,000 answers");
    expect(costWords([{ model: "openai:other", tokens }], prices)).toBe("1100 tokens an answer");
    expect(costWords([{ model: "openai:small", tokens: null }], prices)).toMatch(/^unknown/);
    expect(costWords([{ model: null, tokens: null }], prices)).toMatch(/^nothing/);
  });

  it("[N5] of a training is said with what can be trained here, and who keeps it fresh", () => {
    const row = example("a", "x".repeat(300), { completion: "y".repeat(100), verdict: "approved" });
    const trainers = trainersAt({ OPENAI_API_KEY: "", OPENAI_BASE_URL: "" }, [row, example("b", "no reply")]);
    expect(trainers.map(({ name, ready }) => [name, ready])).toEqual([
      ["embedded", true],
      ["openai-compatible", false],
      ["lora", false],
    ]);
    expect(trainers[1]?.note).toContain("3 epochs of 1 rows are about 300 tokens");
    expect(trainers[1]?.note).toContain("an engineer repeats it");
  });
});

describe("what a model knows by itself", () => {
  it("[N6] is asked without any page; a call that fails says nothing, and without a model nobody is asked", async () => {
    const root = projectRoot();
    const model = scriptedChatModel(["Within 30 days.", { failure: "timeout", detail: "" }]);
    const ask = closedBookBy({ model, root, productName: "Lumo" })!;

    expect(await ask("Can I return it?")).toBe("Within 30 days.");
    expect(model.calls[0]?.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(model.calls[0]?.[0]?.content).toContain("a customer of Lumo from memory alone");
    expect(await ask("Can I return it?")).toBe("");
    expect(closedBookBy({ model: null, root, productName: "Lumo" })).toBeNull();
  });
});

describe("the console's copy of the advice", () => {
  it("[N4] of another release is none: it measured less", () => {
    const home = mkdtempSync(join(tmpdir(), "switchboard-advice-"));
    mkdirSync(join(home, "finetune"));
    writeFileSync(adviceFile(home), JSON.stringify({ madeAt: "2026-01-01", intents: [] }));
    expect(readAdvice(home)).toBeNull();
    writeFileSync(adviceFile(home), JSON.stringify({ format: ADVICE_FORMAT, intents: [] }));
    expect(readAdvice(home)).toMatchObject({ intents: [] });
    rmSync(home, { recursive: true });
  });
});
