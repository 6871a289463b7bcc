import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { askAdvice } from "../../finetune/ask-advice.ts";
import type { LoggedConversation } from "../../finetune/conversation-log.ts";
import { collect, type RunResult, run } from "../../finetune/loop.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import type { IntentAdvice } from "../../src/protocol/advice.ts";
import { helpDeskLog } from "../support/help-desk-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const ASKED = [
  ...["do you sell gift cards", "gift card for my sister", "can I buy a gift card here", "what gift cards are there"],
  ...["I want to give a gift card away", "is there a gift card of 50", "how do gift cards work", "gift card by e-mail"],
  ...["a printed gift card", "where do I redeem my gift card", "my gift card has a code", "gift card for a birthday"],
  ...["can gift cards expire", "gift card in another currency", "two gift cards at once", "the balance of a gift card"],
  ...["pay with a gift card", "gift card and credit card together", "send a gift card abroad", "change of a gift card"],
];

/** One intent of so many approved questions, and as many that nobody reviewed. */
const intentOf = (name: string, thing: string, approved: number, unreviewed: number): LoggedConversation[] =>
  Array.from({ length: approved + unreviewed }, (_, at) => {
    const text = ASKED[at % ASKED.length]!.replaceAll("gift card", thing);
    const question = { role: "customer" as const, text: at < ASKED.length ? text : `${text}, once more`, intent: name };
    const review = { verdict: "approved" as const };
    const reply = { role: "agent" as const, text: `See Shop > ${thing}.`, review };
    return { conversation_id: `${name}${at}`, turns: at < approved ? [question, reply] : [question] };
  });

const folder = temporaryFolder();
let first: Map<string, IntentAdvice>;
let advised: Map<string, IntentAdvice>;
let result: RunResult;
let config: Config;

const advice = async () => {
  const { intents } = await askAdvice(config, 1, () => {});
  return new Map(intents.map((one) => [one.intent, one]));
};

beforeAll(async () => {
  const knowledge = join(folder, "knowledge");
  mkdirSync(knowledge);
  writeFileSync(join(knowledge, "widget.md"), "# The widget\n\nThe attribute `accent` sets its colour.\n");
  const log = join(folder, "log.jsonl");
  const own = [...intentOf("gifts", "gift card", 20, 0), ...intentOf("tickets", "season ticket", 12, 20)];
  writeFileSync(log, [...helpDeskLog(), ...own].map((one) => JSON.stringify(one)).join("\n"));
  config = readConfig({ DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: knowledge }, projectRoot());
  await collect(config, [log]);
  first = await advice();
  result = await run(config, { from: [log], canary: 1, seed: 1, say: () => {} });
  advised = await advice();
}, 120_000);

const ran = (intent: string) => result.intents.find((one) => one.intent === intent);

describe("the advice and the run that follows it", () => {
  it("[F31] agree on an intent of 20 rows, which is learnt and judged", () => {
    expect(ran("gifts")).toMatchObject({ decision: "promoted", trained: 12, rows: 8 });
    for (const told of [first, advised])
      expect(told.get("gifts")).toMatchObject({ recommendation: "fine-tune", rows: 20 });
  });

  it("[F31] agree on one that can be learnt and not be judged, and both say so", () => {
    expect(ran("tickets")).toMatchObject({ decision: "kept", trained: 10, rows: 2 });
    for (const told of [first, advised]) {
      expect(told.get("tickets")).toMatchObject({ recommendation: "collect-reviews", rows: 12, questions: 32 });
      expect(told.get("tickets")!.reasons[0]).toBe(
        "no model would serve it: 2 approved rows to test with, and 5 are needed to show that it is better",
      );
    }
  });

  it("[F31] agree on one that a model of these rows was kept back from, once it was measured", () => {
    const kept = result.intents.find(({ decision, intent }) => decision === "kept" && intent !== "tickets")!;
    expect(advised.get(kept.intent)!.reasons[0]).toContain(
      `no model would serve it: the newest one was kept back (${kept.reason})`,
    );
  });

  it("[F31] never differ afterwards: what is to be fine-tuned was promoted, and what no model would serve was not", () => {
    for (const [intent, { recommendation, reasons }] of advised) {
      if (recommendation === "fine-tune") expect([intent, ran(intent)?.decision]).toEqual([intent, "promoted"]);
      if (reasons[0]!.includes("no model would serve it")) expect(ran(intent)?.decision ?? "kept").toBe("kept");
    }
  });
});
