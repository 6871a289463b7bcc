import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { AnswerQuestion } from "../../src/answer/answer-question.ts";
import { readPrompt } from "../../src/answer/prompt-file.ts";
import { projectRoot } from "../../src/config.ts";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { readReplays } from "../../src/prompts/libsql-replays.ts";
import { tryPrompt } from "../../src/prompts/prompt-trial.ts";
import { type ReplayDesk, type ReplayPorts, replayDesk } from "../../src/prompts/replay-desk.ts";
import type { StartReplay } from "../../src/protocol/replays.ts";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { promptSet, promptVersion, shipped } from "../support/prompt-set.ts";
import { scriptedChatModel } from "../support/scripted-chat-model.ts";

const folder = join(projectRoot(), "src/prompts/judge");
const page = passage({ path: "switch.md", text: "The power switch is under the saddle. Press it twice to start." });
const trial = promptVersion({
  content: promptSet({ checks: { forbidden: ["as an assistant"], mostWords: 40 } }),
});

const prices = { currency: "EUR", perMillion: new Map([["openai:small", { prompt: 2, completion: 10 }]]) };

/** Who writes the answers; null: they are quoted. */
const answers: { model: string | null } = { model: null };

let home: string;
let database: Database;
let desk: ReplayDesk;
let made: number;
beforeEach(() => {
  made = 0;
  answers.model = "openai:small";
  home = mkdtempSync(join(tmpdir(), "switchboard-replay-"));
  database = openDatabase(join(home, "switchboard.db"));
});
afterEach(async () => {
  await desk.close();
  await database.db.destroy();
  rmSync(home, { recursive: true });
});

type Says = (question: string) => string;
const GOOD: Says = () => "The power switch is under the saddle [1].";
const BARE: Says = () => "The power switch is under the saddle.";

/** What answers is played: a text with [1] cites the page. */
function studio(says: { trial: Says; shipped?: Says }, judge: string[] = []) {
  let asked = 0;
  let waiting: (() => void) | null = null;
  let hold = Number.POSITIVE_INFINITY;
  const model = scriptedChatModel(judge);
  const deskUnder =
    (version: Parameters<ReplayPorts["deskUnder"]>[0]): AnswerQuestion =>
    async ({ text: question }, { signal }) => {
      asked += 1;
      if (asked > hold && !signal.aborted) {
        waiting?.();
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      }
      return played(version === trial ? says.trial(question) : (says.shipped ?? GOOD)(question));
    };
  desk = replayDesk({
    database,
    knowledge: { current: () => fixedKnowledge([page]) },
    read: async (version) => [trial, shipped].find((one) => one.version === version) ?? null,
    live: async () => shipped.version,
    deskUnder,
    judge: async () =>
      judge.length === 0
        ? null
        : {
            model,
            grade: readPrompt(folder, "judge-grade"),
            pair: readPrompt(folder, "judge-pair"),
            productName: "Lumo",
          },
    prices,
    newId: () => `r${++made}`,
    clock: () => 7,
    now: () => asked * 10,
    onFault: (fault) => {
      throw fault;
    },
  });
  return {
    model,
    asked: () => asked,
    /** The replay stands still behind so many answers, as if they took for ever. */
    holdAfter(answers: number) {
      hold = answers;
      return new Promise<void>((resolve) => {
        waiting = resolve;
      });
    },
  };
}

function played(text: string): Awaited<ReturnType<AnswerQuestion>> {
  const cites = text.includes("[1]");
  const { path, anchor, title } = page;
  const citation = { marker: 1, path, anchor, title, heading: "", quote: "under the saddle", source: "" };
  const record = { modelId: answers.model, tokens: { prompt: 100, completion: 20 }, fallbacks: [] as string[] };
  return {
    outcome: text === "" ? "no-answer" : "answered",
    route: "documentation",
    text,
    citations: cites ? [citation] : [],
    record: record as unknown as Awaited<ReturnType<AnswerQuestion>>["record"],
  };
}

const lines = (count: number): StartReplay["questions"] => ({
  from: "lines",
  lines: Array.from({ length: count }, (_, n) => ({ question: `Where is switch ${n}?`, history: [] })),
});

async function replayed(questions: StartReplay["questions"], judge = false) {
  const started = await desk.start({ candidate: trial.version, questions, judge }, "Ana");
  const replayId = started.kind === "started" ? started.replayId : started.reason;
  await desk.idle();
  return (await desk.read(replayId))!;
}

describe("replaying past questions", () => {
  it("[M70] a version that drops its sources loses on every question, and says which checks failed", async () => {
    studio({ trial: BARE });
    const { summary, state, rows } = await replayed(lines(20));

    expect(state).toBe("done");
    expect(summary?.checks).toMatchObject({ verdict: "worse", wins: 0, losses: 20, ties: 0 });
    expect(summary?.candidate.failed).toEqual({ cited: 20, supported: 20 });
    expect(summary?.baseline).toMatchObject({ failed: {}, answered: 1, msP50: 10, promptTokens: 2_000 });
    expect(rows[0]?.result?.candidate.failed.supported).toEqual(["The power switch is under the saddle."]);
  });

  it("[M70] says that too few questions were asked to tell, and that a version is alike", async () => {
    studio({ trial: (question) => (question.includes("3") ? BARE(question) : GOOD(question)) });
    expect((await replayed(lines(5))).summary?.checks).toMatchObject({ verdict: "too-few", losses: 1, ties: 4 });

    studio({ trial: GOOD });
    expect((await replayed(lines(40))).summary?.checks).toMatchObject({ verdict: "alike", ties: 40, p: 1 });
  });

  it("[M75] says what the answers of both sides cost, and that it is not known without a price", async () => {
    studio({ trial: GOOD });
    const { summary } = await replayed(lines(20));
    // 20 answers of 100 tokens sent for 2 and 20 written for 10 a million.
    expect(summary?.candidate.cost).toBeCloseTo(0.008);
    expect(summary).toMatchObject({ currency: "EUR", baseline: { cost: summary?.candidate.cost } });

    answers.model = "openai:other";
    expect((await replayed(lines(2))).summary?.candidate.cost).toBeNull();
    answers.model = null;
    expect((await replayed(lines(2))).summary?.candidate.cost).toBe(0);
  });

  it("[M71] replays the last questions each once, newest first, and what became of them is kept with them", async () => {
    const { db } = database;
    for (const [at, question] of ["Where is it?", "How do I start?", "where is it? "].entries()) {
      await answered(database, `c${at}`, { question, at, text: "x" });
    }
    await answered(database, "hello", { question: "Hello", route: "small-talk", at: 9 });
    studio({ trial: GOOD });
    const { rows } = await replayed({ from: "last", count: 10 });

    expect(rows.map(({ question }) => question)).toEqual(["where is it? ", "How do I start?"]);
    expect(rows[0]?.reference).toBeNull();
    expect((await replayed({ from: "last", count: 2 })).questions).toBe(2);
    await db.deleteFrom("conversations").where("id", "=", "c1").execute();
    expect((await desk.read("r1"))?.rows.map(({ answerId }) => answerId)).toEqual(["c2-answer"]);
  });

  it("[M71] can be cancelled, and resumed where it stood; nothing is asked twice", async () => {
    const played = studio({ trial: GOOD });
    const standing = played.holdAfter(6);
    await desk.start({ candidate: trial.version, questions: lines(5), judge: false }, "Ana");
    await standing;
    await desk.cancel("r1");
    expect(await desk.read("r1")).toMatchObject({ state: "cancelled", done: 3, questions: 5 });

    const later = studio({ trial: GOOD });
    expect(await desk.resume("r1")).toBe(true);
    await desk.idle();
    expect(await desk.read("r1")).toMatchObject({ state: "done", done: 5 });
    expect(later.asked()).toBe(4);
    expect([await desk.cancel("none"), await desk.resume("none")]).toEqual([false, false]);
  });

  it("[M71] a server that stops leaves it interrupted", async () => {
    const standing = studio({ trial: GOOD }).holdAfter(2);
    await desk.start({ candidate: trial.version, questions: lines(3), judge: false }, "Ana");
    await standing;
    await desk.close();

    expect((await desk.list())[0]).toMatchObject({ state: "interrupted", done: 1 });
  });

  it("[M71] refuses what cannot be replayed, and says what to do", async () => {
    studio({ trial: GOOD });
    const start = (asked: Partial<StartReplay>) =>
      desk.start({ candidate: trial.version, questions: lines(1), judge: false, ...asked }, "Ana");

    expect(await start({ candidate: "none@000000000000" })).toMatchObject({ kind: "refused" });
    expect(await start({ judge: true })).toMatchObject({ reason: "Without a model nothing can be judged." });
    expect(await start({ questions: { from: "reviewed", count: 5 } })).toMatchObject({
      reason: "Staff have given no verdict yet. Review some answers first.",
    });
  });

  it("[M72] a judge compares in both orders: one that always prefers the first place decides nothing", async () => {
    const { model } = studio({ trial: (question) => `${GOOD(question)} ${question}` }, [
      "Fine. <grade>4</grade>",
      "Fine. <grade>5</grade>",
      "The first. <better>first</better>",
    ]);
    const { summary } = await replayed(lines(1), true);

    expect(model.calls).toHaveLength(4);
    expect(summary?.judge).toMatchObject({ wins: 0, losses: 0, ties: 1 });
    expect(model.calls[2]?.[1]?.content).toMatch(/<first-(\w{12})>\n.*switch 0[\s\S]*<second-\1>/);
    expect(model.calls[3]?.[1]?.content).toMatch(/<second-(\w{12})>\n.*switch 0/);
  });

  it("[M72] what staff said of an answer stands beside the judge's grade", async () => {
    await answered(database, "c", { question: "Where is it?", text: "On the bar." });
    await database.db
      .insertInto("learning_rows")
      .values({
        answer_id: "c-answer",
        conversation_id: "c",
        question_id: "c-question",
        messages: "[]",
        completion: "Under the saddle.",
        rejected: "On the bar.",
        intent: null,
        verdict: "corrected",
        reviewed_at: 1,
      })
      .execute();
    const { model } = studio({ trial: GOOD }, ["<grade>5</grade>", "<grade>1</grade>"]);
    const { summary, rows } = await replayed({ from: "reviewed", count: 5 }, true);

    expect(rows[0]?.result?.judged).toEqual({
      candidate: 5,
      baseline: 5,
      pair: "tie",
      given: { grade: 1, approved: false },
    });
    expect(rows[0]?.reference).toBe("Under the saddle.");
    expect(summary?.agreement).toEqual({ agree: 1, of: 1 });
    expect(model.calls[0]?.[1]?.content).toContain("<known-to-be-right-");
  });
});

describe("trying a draft on one question", () => {
  it("[M69] answers it under the draft and under what is live, checks both and keeps nothing", async () => {
    const under = (text: string) => async () => played(text);
    const ports = {
      knowledge: { current: () => fixedKnowledge([page]) },
      read: async () => shipped,
      live: async () => shipped.version,
      deskUnder: ({ version }: { version: string }) => under(version === "draft" ? BARE("") : GOOD("")),
      now: () => 0,
    };
    const content = promptSet({ checks: { forbidden: ["under the saddle"], mostWords: null } });
    const { candidate, baseline } = await tryPrompt({ question: "Where is the switch?", content }, ports);

    expect(candidate).toMatchObject({
      text: BARE(""),
      failed: { cited: ["no source"], forbidden: ["under the saddle"] },
    });
    expect(baseline).toMatchObject({ text: GOOD(""), outcome: "answered" });
    expect(await readReplays(database.db, { limit: 1 })).toEqual([]);
  });
});
