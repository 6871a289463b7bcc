import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { candidate } from "../../finetune/candidate.ts";
import { build, collect, evaluate, folderOf, promote, runs, split } from "../../finetune/loop.ts";
import { readSnapshot } from "../../finetune/snapshot.ts";
import { erase } from "../../finetune/take-back.ts";
import { trainingLines, trainings, tune } from "../../finetune/tune.ts";
import type { AnswerQuestion } from "../../src/answer/answer-question.ts";
import { composeAnswers, liveKnowledge } from "../../src/compose-answers.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { readRegistry, rollback, writeRegistry } from "../../src/models/registry.ts";
import { helpDeskLog, replyTo } from "../support/help-desk-log.ts";
import { STRANGERS } from "../support/intent-sample.ts";
import { fails, hangsBeforeHeaders, says } from "../support/openai/behaviours.ts";
import { type OpenaiServer, openaiServer } from "../support/openai-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { learntByHeart, tuningProgram } from "../support/tuned-server.ts";

const folder = temporaryFolder();
const asked = helpDeskLog().find(({ turns }) => turns[0]!.intent === "opening_hours")!.turns[0]!;
let config: Config;
let server: OpenaiServer;
let answerQuestion: AnswerQuestion;
let settled: Awaited<ReturnType<typeof candidate>>;

const made = () => candidate(config, { training: null, url: server.url, name: "bank", bound: "grammar" });

beforeAll(async () => {
  server = await openaiServer();
  mkdirSync(join(folder, "knowledge"));
  writeFileSync(join(folder, "knowledge", "page.md"), "# The widget\n\nSet its colour with `accent`.\n");
  config = readConfig(
    {
      DATA_DIR: join(folder, "data"),
      KNOWLEDGE_DIR: join(folder, "knowledge"),
      TUNED_API_KEY: server.key,
      MODEL_TIMEOUT_SECONDS: "3",
    },
    projectRoot(),
  );
  const log = join(folder, "log.jsonl");
  writeFileSync(
    log,
    helpDeskLog()
      .map((one) => JSON.stringify(one))
      .join("\n"),
  );
  await collect(config, [log]);
  await build(config);
  await split(config);

  const { file, source, command } = tuningProgram(join(folder, "tune.cjs"));
  writeFileSync(file, source);
  await tune(config, { format: "conversational", passages: false, command, seed: 1, say: () => {} });
  settled = await made();
  answerQuestion = await composeAnswers(config, { knowledge: await liveKnowledge(config) });
}, 120_000);
afterAll(() => server.close());
beforeEach(() => {
  server.reset();
  server.next(says(learntByHeart(config)));
});

function ask(text: string, conversationId = "c1") {
  const quiet = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  return answerQuestion({ text, history: [], conversationId }, quiet);
}

describe("a model that was trained elsewhere", () => {
  it("[L14] becomes a candidate that names its server and its training, the same one when it is made again", async () => {
    expect(settled).toMatchObject({ server: { url: server.url, name: "bank", writes: false }, evaluations: null });
    expect(settled.server!.training).toBe(trainings(config)[0]!.id);
    expect((await made()).model).toBe(settled.model);
  });

  it("[L14] is refused without a place to ask it at, with a password in it, or without its training", async () => {
    const asks = { training: null, url: server.url, name: "bank", bound: "match" as const };

    await expect(candidate(config, { ...asks, name: null })).rejects.toThrow("--url and --name");
    await expect(candidate(config, { ...asks, url: "http://me:secret@there/v1" })).rejects.toThrow("TUNED_API_KEY");
    await expect(candidate(config, { ...asks, training: "nope" })).rejects.toThrow("No training nope");
  });

  it("[L15] is judged by the path that serves, and serves where the gate lets it, bound to the approved replies", async () => {
    await evaluate(config, settled, { say: () => {} });
    const { intents } = await promote(config, settled.model, 1);
    const promoted = intents.filter(({ decision }) => decision === "promoted");
    expect(promoted.map(({ intent }) => intent)).toContain(asked.intent);

    server.reset();
    const answer = await ask(asked.text);
    expect(answer).toMatchObject({ route: "tuned", outcome: "answered", text: replyTo(asked.intent!) });
    expect(answer.record.modelId).toBe(`served:bank@${settled.model.slice(0, 8)}`);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      model: "bank",
      grammar: expect.stringContaining(replyTo(asked.intent!)),
    });
    expect(server.violations).toEqual([]);
  }, 120_000);

  it("[L15] is sent what its training rows showed it, to the letter", async () => {
    const rows = (await trainingLines(config, "conversational", () => {})).map((line) => JSON.parse(line));
    const row = rows.find(({ completion: [reply] }) => reply.content === replyTo(asked.intent!));
    const question = row.prompt.at(-1).content;
    const { record } = await ask(question);

    expect(server.requests[0]!.messages).toEqual(row.prompt);
    expect(record.messages).toEqual(row.prompt);
  });

  it("[L16] keeps questions of other kinds from it", async () => {
    for (const text of STRANGERS) expect((await ask(text)).route).not.toBe("tuned");

    expect(server.requests).toEqual([]);
  });

  it.each([
    ["says what staff have not approved", says("As I told Anna, your code is 4711."), "not-approved"],
    ["is down", fails(503), "unavailable"],
    ["does not answer in time", hangsBeforeHeaders, "timeout"],
    ["knows no such model", fails(404, "model_not_found"), "rejected"],
  ])("[L17] the documentation answers when it %s, and the record says so", async (_, behaviour, why) => {
    server.next(behaviour);
    const answer = await ask(asked.text);

    expect(answer.route).toBe("documentation");
    expect(answer.text).not.toContain("4711");
    expect(answer.record.fallbacks).toContain(`tuned-model-${why}`);
  });

  it("[L18] serves a share of conversations, each on one side throughout, and is taken back by one step", async () => {
    const registry = readRegistry(config.dataDir);
    const entry = registry.serving[asked.intent!]!;
    writeRegistry(config.dataDir, { ...registry, serving: { [asked.intent!]: { ...entry, share: 0.5 } } });

    const routes: string[] = [];
    for (const id of Array.from({ length: 12 }, (_, at) => `c${at}`)) {
      const [first, again] = [await ask(asked.text, id), await ask(asked.text, id)];
      expect(again.route).toBe(first.route);
      routes.push(first.route);
    }
    expect(new Set(routes)).toEqual(new Set(["tuned", "documentation"]));

    const why = { at: "2026-11-29T12:00:00.000Z", by: "Ana", reason: "by hand" };
    writeRegistry(config.dataDir, rollback(readRegistry(config.dataDir), asked.intent!, why));
    expect((await ask(asked.text)).route).toBe("documentation");
  });

  it("[L19] loses rows, files and intents when a conversation is erased that it had learnt from", async () => {
    await promote(config, settled.model, 1, asked.intent);
    const { train } = await readSnapshot(folderOf(config, "datasets"), settled.dataset);
    const erasure = await erase(config, [train.find(({ intent }) => intent === asked.intent)!.conversation]);

    expect(erasure.elsewhere).toEqual([{ url: server.url, name: "bank" }]);
    expect(erasure.models).toContain(settled.model);
    expect(erasure.intents).toContain(asked.intent);
    expect(readRegistry(config.dataDir).serving).toEqual({});
    expect(runs(config)).toMatchObject([{ erased: true, evaluations: null }]);
    const left = readdirSync(config.dataDir, { recursive: true, encoding: "utf8" });
    expect(left.filter((name) => /adapter|rows\.jsonl|server\.json$/.test(name))).toEqual([]);
    expect(readFileSync(join(config.dataDir, "models", "registry.json"), "utf8")).not.toContain(settled.model);
  });
});
