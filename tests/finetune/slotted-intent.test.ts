import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { askAdvice } from "../../finetune/ask-advice.ts";
import type { LoggedConversation } from "../../finetune/conversation-log.ts";
import { type RunResult, run } from "../../finetune/loop.ts";
import { runTable } from "../../finetune/words/run-table.ts";
import { composeAnswers, liveKnowledge } from "../../src/compose-answers.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { modelDesk } from "../../src/learning/model-desk.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const ASKED = [
  "where is my order number",
  "track order number",
  "has it shipped, order number",
  "status of order number",
  "parcel not here, order number",
  "when will it arrive, order number",
  "late delivery of order number",
  "please look up order number",
];
const LOST = ["I lost my sim card", "my sim was stolen", "block my sim", "sim card missing", "lock the sim please"];
const ENDS = ["now", "asap", "today", "at home", "please"];
const where = (order: string) => `You see where order number ${order} is under Orders > Track.`;

const log = [
  ...ASKED.flatMap((asked, at) =>
    ENDS.map((end, nth) => {
      const order = String(47_110_000 + 137 * (ENDS.length * at + nth));
      return approved(`track${at}${nth}`, "track", `${asked} ${order} ${end}`, where(order));
    }),
  ),
  ...LOST.flatMap((asked, at) =>
    ENDS.map((end) => approved(`sim${at}${end}`, "sim", `${asked} ${end}`, "Lock the card under Mobile > SIM.")),
  ),
  // Nobody gives an address, so that nothing could fill the reply.
  ...LOST.flatMap((_, at) =>
    ENDS.map((end, nth) =>
      approved(`owe${at}${nth}`, "owe", `what do I owe, month ${at}, ${end}`, "Write to dunning@example.com."),
    ),
  ),
  ...ENDS.flatMap((end, at) =>
    LOST.map((_, nth) =>
      approved(
        `box${at}${nth}`,
        "box",
        `my Zephyr ${nth} blinks red ${end}`,
        "Hold the button of the Zephyr for 10 s.",
      ),
    ),
  ),
  approved("rare", "rare", "do you sell gift cards", "Under Shop > Gifts."),
];

function approved(conversation_id: string, intent: string, asked: string, reply: string): LoggedConversation {
  return {
    conversation_id,
    turns: [
      { role: "customer", text: asked, intent },
      { role: "agent", text: reply, review: { verdict: "approved" } },
    ],
  };
}

const folder = temporaryFolder();
let config: Config;
let result: RunResult;

beforeAll(async () => {
  const knowledge = join(folder, "knowledge");
  mkdirSync(knowledge);
  writeFileSync(
    join(knowledge, "widget.md"),
    "# The widget\n\nThe attribute `accent` sets the colour of the button.\n",
  );
  for (const title of ["Set up Zephyr", "Zephyr prices"])
    writeFileSync(join(knowledge, `${title}.md`), `# ${title}\n\nSee the widget.\n`);
  const file = join(folder, "log.jsonl");
  writeFileSync(file, log.map((conversation) => JSON.stringify(conversation)).join("\n"));
  config = readConfig({ DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: knowledge }, projectRoot());
  result = await run(config, { from: [file], canary: 1, seed: 1, say: () => {} });
}, 120_000);

async function ask(text: string) {
  const answer = await composeAnswers(config, { knowledge: await liveKnowledge(config) });
  const quiet = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  return answer({ text, history: [] }, quiet);
}

describe("an intent whose reply repeats what the customer says", () => {
  it("[F9] passes the gate: a held-out question's placeholder is its slot's value", () => {
    const track = result.intents.find(({ intent }) => intent === "track");

    expect(track?.rows).toBeGreaterThan(0);
    expect(track).toMatchObject({ decision: "promoted", after: 1 });
  });

  it("[F9] fills the reply with what this customer says", async () => {
    expect(await ask("where is my order number 90210333")).toMatchObject({ route: "tuned", text: where("90210333") });
  });

  it("[F9] takes no placeholder that a customer types for a value", async () => {
    for (const typed of ["[ORDER_1]", "[CARD_1]", "[NAME_1]"]) {
      const { route, text } = await ask(`where is my order number ${typed}`);
      expect(route).not.toBe("tuned");
      expect(text).not.toContain(typed);
    }
  });

  it("[F9] gives nothing where the number is left out", async () => {
    expect((await ask("where is my order")).route).not.toBe("tuned");
  });
});

describe("intents that training leaves out", () => {
  const shown = (intent: string) => [...result.intents, ...result.untrained].find((one) => one.intent === intent);

  it("[F31] stand in the result of a run, each with its reason", () => {
    expect(shown("owe")?.reason).toContain("a personal placeholder that the questions do not give ([EMAIL_1])");
    expect(result.untrained.map(({ intent }) => intent)).toContain("rare");
    expect(runTable(result)).toMatch(/^owe .*not trained\n {4}its reply holds a personal placeholder/m);
  });

  it("[Y8] stand on the page of models with that reason", () => {
    const { untrained } = modelDesk(config.dataDir, Date.now).view();

    expect(untrained.map(({ intent, reason }) => [intent, reason])).toEqual(
      result.untrained.map(({ intent, reason }) => [intent, reason]),
    );
  });

  it("[F31] are none to fine-tune by the advice", async () => {
    const { intents } = await askAdvice(config, 1, () => {});
    const advised = new Map(
      intents.map(({ intent, recommendation, reasons }) => [intent, { recommendation, reasons }]),
    );

    expect(advised.get("owe")?.recommendation).toBe("collect-reviews");
    expect(advised.get("owe")?.reasons[0]).toContain("no model would serve it: its reply holds a personal placeholder");
    expect(advised.get("track")?.reasons.join()).not.toContain("no model would serve it");
  });

  it("[F32] are not those about a product that is also a first name", () => {
    expect(result.intents.find(({ intent }) => intent === "box")?.rows).toBeGreaterThan(0);
  });
});
