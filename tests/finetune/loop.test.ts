import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { evaluate, promote, type RunResult, run, runs, split, train } from "../../finetune/loop.ts";
import { alone, LoopBusyError } from "../../finetune/one-at-a-time.ts";
import { rollback, rollbackLine } from "../../finetune/take-back.ts";
import { runTable } from "../../finetune/words/run-table.ts";
import { builtLine, collectedLine, judgedLine } from "../../finetune/words/run-words.ts";
import { inWrittenFolder } from "../../finetune/written-folder.ts";
import { composeAnswers, liveKnowledge } from "../../src/compose-answers.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { ingest } from "../../src/ingest/ingest.ts";
import { changeRegistry, emptyRegistry, promote as promoted, readRegistry } from "../../src/models/registry.ts";
import { helpDeskLog, replyTo } from "../support/help-desk-log.ts";
import { STRANGERS } from "../support/intent-sample.ts";

const folder = mkdtempSync(join(tmpdir(), "switchboard-loop-"));
const knowledge = join(folder, "knowledge");
const log = join(folder, "log.jsonl");
let config: Config;
let first: RunResult;

const PLANTED = ["anna.lind@example.com", "+44 20 7946 0018", "4111 1111 1111 1111"];
const SIGNATURE = `Write to ${PLANTED[0]} or call ${PLANTED[1]}. I paid with ${PLANTED[2]}.`;

beforeAll(async () => {
  const conversations = helpDeskLog().map((conversation, at) => ({
    ...conversation,
    turns: conversation.turns.map((turn) => ({
      ...turn,
      text: at === 0 ? `${turn.text} ${SIGNATURE}` : turn.text,
    })),
  }));
  writeFileSync(log, conversations.map((conversation) => JSON.stringify(conversation)).join("\n"));
  mkdirSync(knowledge);
  writeFileSync(
    join(knowledge, "widget.md"),
    "# The widget\n\nSet the colour of the button with the attribute `accent`.\n",
  );
  config = readConfig({ DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: knowledge }, projectRoot());
  await ingest({ knowledgeDir: knowledge, dataDir: config.dataDir, serve: true });
  first = await run(config, options([log]));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const said: string[] = [];
const options = (from: string[]) => ({ from, canary: 1, seed: 1, say: (line: string) => void said.push(line) });

async function ask(text: string) {
  const answer = await composeAnswers(config, { knowledge: await liveKnowledge(config) });
  const quiet = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  return answer({ text, history: [] }, quiet);
}

describe("the learning loop", () => {
  it("[F1] serves an intent with the reply that staff approved, once the gate has let it through", async () => {
    const promoted = first.intents.filter(({ decision }) => decision === "promoted");
    expect(promoted.length).toBeGreaterThan(0);

    const { intent } = promoted[0]!;
    const question = helpDeskLog().find(({ turns }) => turns[0]!.intent === intent)!.turns[0]!.text;
    expect(await ask(question)).toMatchObject({ route: "tuned", outcome: "answered", text: replyTo(intent) });
  });

  it("[F2] leaves other questions to the documentation", async () => {
    for (const text of STRANGERS) expect((await ask(text)).route).not.toBe("tuned");
  });

  it("[F3] writes no personal data of the log anywhere", () => {
    const files = readdirSync(config.dataDir, { recursive: true, encoding: "utf8" });
    const written = files.filter((name) => /^(finetune|models)\/.*\.(jsonl?|sbic)$/.test(name));
    const leaks = written.filter((name) => {
      const content = readFileSync(join(config.dataDir, name), "latin1");
      return PLANTED.some((planted) => content.includes(planted));
    });

    expect(written.length).toBeGreaterThan(0);
    expect(leaks).toEqual([]);
  });

  it("[F4] comes to the same dataset, model and registry when it is run again", async () => {
    const registry = readRegistry(config.dataDir);
    const again = await run(config, options([log]));

    expect({ dataset: again.dataset, model: again.model }).toEqual({ dataset: first.dataset, model: first.model });
    expect(readRegistry(config.dataDir).serving).toEqual(registry.serving);
  });

  it("[F21] says how many models its test side has judged, the same model once", () => {
    const once = "the test side has judged 1 model";
    expect(said.filter((line) => line.startsWith("the test side"))).toEqual([once, once]);
    expect(said[0]).toMatch(/^collected .*log\.jsonl: \d+ conversations, personal data replaced: .*email \d/i);
    expect(said[1]).toMatch(/^built: \d+ of \d+ examples/);
    expect(collectedLine("a", { conversations: 0, redacted: {} })).toBe("collected a: it holds no conversations");
    expect(builtLine({ examples: 2, kept: 2, left: { "near-duplicate": 0 }, caps: null })).toBe(
      "built: 2 of 2 examples",
    );
    expect(judgedLine(2)).toMatch(/^the test side has judged 2 models, this one included/);
  });

  it("[F22] while one verb writes, another is refused and writes nothing; an owner's end gives the claim back", async () => {
    await alone(config, "run", async () => {
      await expect(alone(config, "build", () => "built")).rejects.toThrow(LoopBusyError);
    });
    expect(await alone(config, "build", () => "built")).toBe("built");
  });

  it("[F29] says where no room is left, and gives its claim back", async () => {
    const full = () =>
      Promise.reject(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }));

    const built = inWrittenFolder(config, () => alone(config, "build", full));
    await expect(built).rejects.toThrow(`No room is left on the disk of ${config.dataDir}`);
    expect(await alone(config, "build", () => "built")).toBe("built");
  });

  it("[F27] says in a line which verb makes what is missing", async () => {
    const empty = { ...config, dataDir: join(folder, "empty") };

    await expect(split(empty)).rejects.toThrow("Nothing was built yet. Run: npm run finetune -- build");
    await expect(train(empty, 1, () => {})).rejects.toThrow("There is no dataset yet.");
    await expect(promote(empty, "none", 1)).rejects.toThrow("was not evaluated yet. Run: npm run finetune -- evaluate");
    await expect(promote(config, first.model!, 1, "nope")).rejects.toThrow('no reply for the intent "nope"');
  });

  it("[F24] shows a person a line for each intent, with its decision and the reason", () => {
    const [intent] = first.intents;
    const shown = runTable(first);

    expect(shown).toContain(first.dataset);
    expect(shown).toMatch(
      new RegExp(
        `^${intent!.intent} +${intent!.trained} +${intent!.rows} +\\d+ % → \\d+ % .*${intent!.decision}$`,
        "m",
      ),
    );
    expect(shown).toContain(`\n    ${intent!.reason}`);
    const left = { intent: "boats", trained: 3, tested: 1, reason: "3 approved rows to learn from, and 10 are needed" };
    const none = runTable({ ...first, model: null, intents: [], untrained: [left] });
    expect(none).toContain("No model");
    expect(none).toMatch(/^boats +3 +1 +not trained\n {4}3 approved rows to learn from/m);
  });

  it("[F30] a run leaves the share that is set, and what was taken back stays away until it is asked for by name", async () => {
    const { model, intents } = first;
    const { intent } = intents.find(({ decision }) => decision === "promoted")!;
    const serving = () => readRegistry(config.dataDir).serving[intent];
    const results = async (share: number, name: string | null = null) =>
      (await promote(config, model!, share, name)).intents.find((one) => one.intent === intent)!;
    await judgedFirst();

    expect((await promote(config, model!, 0.1, intent)).intents).toHaveLength(1);
    expect(await results(1)).toMatchObject({
      decision: "promoted",
      reason: "serves 10 % of conversations already, as was set",
    });
    expect(serving()).toMatchObject({ share: 0.1 });

    await rollback(config, intent, true);
    expect(await results(1)).toMatchObject({
      decision: "kept",
      reason: expect.stringMatching(
        /^taken back before \(rolled back by hand; by the command line, \d{4}-\d\d-\d\d\)$/,
      ),
    });
    expect(serving()).toBeUndefined();

    expect(await results(1, intent)).toMatchObject({ decision: "promoted" });
    expect(serving()).toMatchObject({ model, share: 1 });
  });

  it("[F24] [F30] a new model takes the share that it is given from one in canary, and both shares are named", async () => {
    const { model, intents } = first;
    const { intent } = intents.find(({ decision }) => decision === "promoted")!;
    await judgedFirst();
    changeRegistry(config.dataDir, (now) => ({
      registry: promoted(now, { intent, model: "earlier", share: 0.1, reason: "in canary" }),
    }));
    const result = await promote(config, model!, 1);
    const shown = runTable({ dataset: first.dataset, model, ...result });

    expect(result.intents.find((one) => one.intent === intent)).toMatchObject({ share: { before: 0.1, after: 1 } });
    expect(shown).toMatch(new RegExp(`^${intent} .*promoted\n`, "m"));
    expect(shown).toContain("\n    serves 100 % of conversations; before, 10 %");
    const tenth = await promote(config, model!, 0.1, intent);
    expect(runTable({ dataset: first.dataset, model, ...tenth })).toContain("\n    serves 10 % of conversations");
    await promote(config, model!, 1, intent);
  });

  it("[F41] a model that serves by now is found as good as before, and is named when it is asked back", async () => {
    const { model, intents } = first;
    const { intent } = intents.find(({ decision }) => decision === "promoted")!;
    const verdicts = () =>
      runs(config)
        .at(-1)!
        .evaluations!.map(({ cost, ...rest }) => rest);
    await judgedFirst();
    const before = verdicts();
    await promote(config, model!, 1);

    await evaluate(config, runs(config).at(-1)!, { say: () => {} });

    expect(verdicts()).toEqual(before);
    await rollback(config, intent, true);
    const { intents: asked } = await promote(config, model!, 1, intent);
    expect(asked).toMatchObject([{ intent, decision: "promoted", share: { before: null, after: 1 } }]);
  });

  /** Beside a desk that serves nothing, as the verdicts of a second run are beside the model itself. */
  async function judgedFirst() {
    changeRegistry(config.dataDir, () => ({ registry: emptyRegistry }));
    await evaluate(config, runs(config).at(-1)!, { say: () => {} });
  }

  it("[F23] a rollback that is run again stays where it came to, and an unknown intent is refused by name", async () => {
    const { intent } = first.intents.find(({ decision }) => decision === "promoted")!;
    changeRegistry(config.dataDir, (now) => ({
      registry: promoted(now, { intent, model: "newer", share: 1, reason: "better" }),
    }));
    const back = await rollback(config, intent);
    expect(back).toEqual({ intent, serves: first.model, taken: true });
    expect(rollbackLine(back)).toContain(`The model ${first.model} answers "${intent}" again, to all conversations.`);
    const again = await rollback(config, intent);
    expect(again).toEqual({ intent, serves: first.model, taken: false });
    expect(rollbackLine(again)).toContain(`"${intent}" is rolled back already: the model ${first.model} answers it.`);

    expect(await rollback(config, intent, true)).toEqual({ intent, serves: "documentation", taken: true });
    expect(await rollback(config, intent)).toEqual({ intent, serves: "documentation", taken: false });
    await expect(rollback(config, "nope")).rejects.toThrow(/no intent "nope"/);
  });
});
