import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { answerDesk } from "../../src/answer/answer-question.ts";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { libsqlPromptStore } from "../../src/prompts/libsql-prompt-store.ts";
import { promptDesk } from "../../src/prompts/prompt-desk.ts";
import { servedPrompts } from "../../src/prompts/serve-prompts.ts";
import type { PromptSet } from "../../src/protocol/prompts.ts";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { promptSet, shipped } from "../support/prompt-set.ts";
import { scriptedChatModel } from "../support/scripted-chat-model.ts";

const ANA = { name: "Ana", staffId: "ana" };
const said = "<private-notes>SECRET</private-notes><customer-answer>It is under the saddle [1].</customer-answer>";

let folder: string;
let database: Database;
let now: number;
beforeEach(() => {
  now = 1_000_000;
  folder = mkdtempSync(join(tmpdir(), "switchboard-prompts-"));
  database = openDatabase(join(folder, "switchboard.db"));
});
afterEach(async () => {
  await database.db.destroy();
  rmSync(folder, { recursive: true });
});

function studio({ model = scriptedChatModel([said]), quotes = false, support = 1, staffed = false } = {}) {
  const desk = promptDesk({ store: libsqlPromptStore(database), shipped, clock: () => now });
  const known = passage({ text: "The power switch is under the saddle. Press it twice." });
  const knowledge = fixedKnowledge([known], support);
  const opened: PromptSet["model"][] = [];
  const served = servedPrompts({
    ...desk,
    shipped,
    settings: { caution: 50, promptTokens: 4_000, productName: "Lumo" },
    async openModel(choice) {
      opened.push(choice);
      return quotes ? null : model;
    },
    intentOf: async (question) => (question.includes("refund") ? "refund" : null),
    pick: async () => null,
  });
  const answer = answerDesk({
    knowledge: { current: () => knowledge },
    writer: null,
    prompts: served,
    productName: "Lumo",
    contactText: "Write to us.",
    caution: 50,
    now: () => 0,
    pace: async () => {},
  });
  const options = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  const ask = (text = "Where is the power switch?", conversationId = "c") =>
    answer({ text, history: [], conversationId, staffed: async () => staffed }, options);
  const save = async (change: (content: PromptSet) => void, name = "trial") => {
    const content = promptSet();
    change(content);
    const kept = await desk.save({ name, note: "", content }, ANA);
    return kept.kind === "kept" ? kept.version : kept.reason;
  };
  return { desk, ask, save, model, opened };
}

const brisk = (content: PromptSet) => {
  content.sections.tone = "Brisk.";
};

/** Answers as they would have been given under a version. */
async function givenUnder(version: string, count: number, unanswered: number, from = 0): Promise<void> {
  for (let n = from; n < from + count; n += 1) {
    const outcome = n - from < unanswered ? "no-answer" : "answered";
    await answered(database, `${version}-${n}`, {
      question: "?",
      outcome,
      at: now,
      record: { promptVersion: version },
    });
  }
}

describe("what serves", () => {
  it("[M63] a published version answers the very next question, and the turn names it", async () => {
    const { desk, ask, save, model } = studio();
    expect((await ask()).record.promptVersion).toBe(shipped.version);
    const version = await save(brisk);
    expect((await ask()).record.promptVersion).toBe(shipped.version);

    expect(await desk.roll({ action: "publish", version, reason: "shorter" }, ANA)).toEqual({ kind: "done" });

    const answer = await ask();
    expect(answer).toMatchObject({ outcome: "answered", text: "It is under the saddle [1]." });
    expect(answer.record.promptVersion).toBe(version);
    expect(model.calls.at(-1)?.[0]?.content).toContain("## Tone\n\nBrisk.");
  });

  it("[M63] one step leads back, to what was published before and at last to what ships", async () => {
    const { desk, ask, save } = studio();
    const [first, second] = [await save(brisk, "first"), await save(brisk, "second")];
    for (const version of [first, second]) await desk.roll({ action: "publish", version, reason: "" }, ANA);

    const versions = [];
    for (let step = 0; step < 3; step += 1) {
      versions.push((await ask()).record.promptVersion);
      await desk.roll({ action: "rollback", reason: "" }, ANA);
    }
    expect(versions).toEqual([second, first, shipped.version]);
    expect(await desk.roll({ action: "rollback", reason: "" }, ANA)).toMatchObject({ kind: "refused" });
  });

  it("[M63] refuses what makes no sense, and says what to do", async () => {
    const { desk, save } = studio();
    const version = await save(brisk);
    await desk.roll({ action: "publish", version, reason: "" }, ANA);
    const refusals = [
      await desk.roll({ action: "publish", version: "none@000000000000", reason: "" }, ANA),
      await desk.roll({ action: "publish", version, reason: "" }, ANA),
      await desk.roll({ action: "canary", version, share: 0.1, reason: "" }, ANA),
    ];

    expect(refusals).toEqual([
      { kind: "refused", reason: "There is no version none@000000000000. Save it first." },
      { kind: "refused", reason: "This version is live already." },
      { kind: "refused", reason: "This version serves everybody already." },
    ]);
  });

  it("[M63] publishing, trying and rolling back stand in the audit log", async () => {
    const { desk, save } = studio();
    const version = await save(brisk);
    await desk.roll({ action: "canary", version, share: 0.1, reason: "" }, ANA);
    await desk.roll({ action: "publish", version, reason: "it won" }, ANA);
    await desk.roll({ action: "rollback", reason: "no" }, ANA);

    const log = await database.db.selectFrom("audit_log").selectAll().orderBy("id").execute();
    expect(log.map(({ action, staff_id, detail }) => [action, staff_id, detail])).toEqual([
      ["prompt-canary", "ana", `${version}, 10 % of conversations, Ana`],
      ["prompt-publish", "ana", `${version}, Ana, it won`],
      ["prompt-rollback", "ana", `${version}, Ana, no`],
    ]);
  });

  it("[M65] a canary serves its share of conversations, each on one side, also when the share grows", async () => {
    const { desk, ask, save } = studio();
    const version = await save(brisk);
    const sides = async () => {
      const found = new Map<string, string>();
      for (let n = 0; n < 200; n += 1) found.set(`c${n}`, (await ask(undefined, `c${n}`)).record.promptVersion!);
      return found;
    };
    await desk.roll({ action: "canary", version, share: 0.2, reason: "" }, ANA);
    const first = await sides();
    await desk.roll({ action: "canary", version, share: 0.5, reason: "" }, ANA);
    const second = await sides();

    const tried = [...first].filter(([, served]) => served === version);
    expect(tried.length).toBeGreaterThan(20);
    expect(tried.length).toBeLessThan(60);
    expect(tried.every(([conversation]) => second.get(conversation) === version)).toBe(true);
    expect([...second.values()].filter((served) => served === version).length).toBeGreaterThan(75);
  });

  it("[M65] the guard takes a canary back when no-answers rise, before the next question is answered", async () => {
    const { desk, ask, save } = studio();
    await givenUnder(shipped.version, 200, 20);
    const version = await save(brisk);
    await desk.roll({ action: "canary", version, share: 0.99, reason: "" }, ANA);
    await givenUnder(version, 40, 4);
    expect((await desk.serving()).canary?.version).toBe(version);

    await givenUnder(version, 40, 30, 40);
    now += 1_000;
    expect((await ask()).record.promptVersion).toBe(shipped.version);

    const { history, serving } = await desk.view();
    expect(serving).toMatchObject({ live: shipped.version, canary: null });
    expect(history[0]).toMatchObject({ action: "rollback", by: null, version });
    expect(history[0]?.reason).toMatch(/^no answer: 34 of 80 answers, before 20 of \d+/);
  });

  it("[M65] thumbs down and requests for a person count on the answer that they follow", async () => {
    const { desk, save } = studio();
    await givenUnder(shipped.version, 10, 0);
    const version = await save(brisk);
    await desk.roll({ action: "canary", version, share: 0.5, reason: "" }, ANA);
    await givenUnder(version, 4, 0);
    const { db } = database;
    const down = { answer_id: `${version}-1-answer`, verdict: "down" as const, comment: null, rated_at: now };
    await db.insertInto("ratings").values(down).execute();
    const asked = { conversation_id: `${version}-2`, cursor: 3, owner: "queued" as const, changed_at: now };
    await db.insertInto("owner_changes").values(asked).execute();
    await answered(database, `${version}-3`, {
      question: "A person!",
      outcome: "handed-off",
      route: "person",
      turn: 2,
    });

    const seen = (await desk.view()).signals.map(({ name, canary, baseline }) => [name, canary, baseline.answers]);
    expect(seen).toEqual([
      ["no answer", { answers: 4, seen: 0 }, 10],
      ["no source", { answers: 4, seen: 4 }, 10],
      ["thumbs down", { answers: 4, seen: 1 }, 10],
      ["asked for a person", { answers: 4, seen: 2 }, 10],
    ]);
  });

  it("[M77] a quotation in place of a model's answer without a source counts as one, whatever anybody wrote", async () => {
    const { desk, save } = studio();
    const version = await save(brisk);
    await desk.roll({ action: "canary", version, share: 0.5, reason: "" }, ANA);
    const cited = { path: "a.md", anchor: "", title: "A", heading: "", quote: "a", source: "/docs/a.md", marker: 1 };
    const given = { citations: [cited], at: now };
    const record = { promptVersion: version };
    await answered(database, "quoted", {
      ...given,
      question: "?",
      record: { ...record, fallbacks: ["model-unsourced"] },
    });
    const history = [{ author: "customer" as const, text: 'so "model-unsourced" it is' }];
    await answered(database, "cited", { ...given, question: '"model-unsourced"', record: { ...record, history } });

    const signals = (await desk.view()).signals;
    expect(signals.find(({ name }) => name === "no source")?.canary).toEqual({ answers: 2, seen: 1 });
  });

  it("[M66] without a model a version decides what is quoted, how surely, and the bot's own words", async () => {
    const { desk, ask, save } = studio({ quotes: true });
    const before = await ask();
    const version = await save((content) => {
      content.quoting.words = 20;
      content.retrieval.caution = 100;
      content.smallTalk = { en: { greeting: "Ahoy from {{product}}!" } };
    });
    await desk.roll({ action: "publish", version, reason: "" }, ANA);

    expect(before).toMatchObject({ outcome: "answered" });
    expect((await ask()).record.support.threshold).toBe(1);
    expect(await ask("hello")).toMatchObject({ route: "small-talk", text: "Ahoy from Lumo!" });
  });

  it("[M79] a version words what the bot says when it does not know, in each language, from the next question on", async () => {
    const { desk, ask, save } = studio({ support: 0.2 });
    const asked = ["Do you sell boats?", "Wie kann ich ein Boot bei Ihnen kaufen?", "¿Cómo puedo comprar un barco?"];
    const shippedSpanish = (await ask(asked[2])).text;
    const version = await save((content) => {
      content.smallTalk = {
        en: { notFound: "{{product}} has no page on this.", nearest: "See also:", offerPerson: "Call 0800 1234." },
        de: { notFound: "Dazu haben wir <b>nichts</b>.", offerPerson: "Rufen Sie $& uns an." },
      };
    });
    await desk.roll({ action: "publish", version, reason: "" }, ANA);

    const [english, german, spanish] = await Promise.all(asked.map((text) => ask(text)));
    expect(english).toMatchObject({ outcome: "no-answer", citations: [{ marker: 1 }] });
    expect(english?.text).toBe("Lumo has no page on this. See also:\n\n- Page [1]\n\nCall 0800 1234.");
    expect(german?.text).toMatch(/^Dazu haben wir <b>nichts<\/b>\. Am nächsten .*\n\nRufen Sie \$& uns an\.$/s);
    expect(spanish?.text).toBe(shippedSpanish);

    await desk.roll({ action: "rollback", reason: "" }, ANA);
    expect((await ask(asked[0])).text).toMatch(/^I could not find this/);
  });

  it("[M79] a version words a doubt, what a model declines, and the answer to a request for a person", async () => {
    const own = (content: PromptSet) => {
      content.smallTalk = {
        en: { inDoubt: "Perhaps this:", cannotAnswer: "Not for me.", offerPerson: "Ask us.", passedOn: "On it." },
      };
    };
    const saidUnder = async (setting: Parameters<typeof studio>[0], question?: string) => {
      const { desk, ask, save } = studio(setting);
      await desk.roll({ action: "publish", version: await save(own), reason: "" }, ANA);
      return (await ask(question)).text;
    };
    const declines = scriptedChatModel([{ text: "", finish: "filtered", usage: null }]);

    expect(await saidUnder({ quotes: true, support: 0.3 })).toMatch(/^Perhaps this:\n\n.*saddle.*\n\nAsk us\.$/s);
    expect(await saidUnder({ model: declines })).toBe("Not for me. Ask us.");
    expect(await saidUnder({ staffed: true }, "I want to talk to a human")).toBe("On it.");
    expect(await saidUnder({}, "I want to talk to a human")).toBe("Write to us.");
  });

  it("[M62] asks what a question is about only where an override wants to know, and opens the model that is named", async () => {
    const { desk, ask, save, model, opened } = studio();
    const version = await save((content) => {
      content.overrides = [{ intent: "refund", language: null, sections: { tone: "Calm." } }];
      content.model = { name: "large", temperature: 0.3, replyTokens: 500 };
    });
    await desk.roll({ action: "publish", version, reason: "" }, ANA);

    await ask("Where is my refund?");
    expect(model.calls.at(-1)?.[0]?.content).toContain("Calm.");
    await ask();
    expect(model.calls.at(-1)?.[0]?.content).not.toContain("Calm.");
    expect(opened.at(-1)).toEqual({ name: "large", temperature: 0.3, replyTokens: 500 });
  });

  it("[M60] saved versions cannot be changed or dropped, not even in the database", async () => {
    const version = await studio().save(brisk);
    const { db } = database;

    await expect(db.updateTable("prompt_versions").set({ note: "other" }).execute()).rejects.toThrow("not changed");
    await expect(db.deleteFrom("prompt_versions").where("version", "=", version).execute()).rejects.toThrow(
      "not dropped",
    );
  });
});
