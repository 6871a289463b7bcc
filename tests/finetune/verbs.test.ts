import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { main } from "../../finetune/cli.ts";
import type { Values } from "../../finetune/cli-options.ts";
import * as loop from "../../finetune/loop.ts";
import { type Outcome, verbs } from "../../finetune/verbs.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { captured } from "../support/captured.ts";
import { helpDeskLog } from "../support/help-desk-log.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const [knowledge, log] = [join(folder, "knowledge"), join(folder, "log.jsonl")];
const configFor = (name: string) =>
  readConfig({ DATA_DIR: join(folder, name), KNOWLEDGE_DIR: knowledge }, projectRoot());

const conversations = helpDeskLog();
const turns = conversations.reduce((sum, one) => sum + one.turns.length, 0);
const intents = new Set(conversations.flatMap((one) => one.turns[0]!.intent ?? []));
const personal = "Write to anna.lind@example.com or call +44 20 7946 0018.";

let config: Config;
const did: Record<string, Outcome> = {};
const perform = async (name: string, values: Values = {}) => verbs[name]!(config, values, () => {});

beforeAll(async () => {
  writeFiles(knowledge, { "widget.md": "# The widget\n\nSet the colour of the button with `accent`.\n" });
  const [first, ...others] = conversations;
  const [asked, ...answers] = first!.turns;
  const named = { ...first!, turns: [{ ...asked!, text: `${asked!.text} ${personal}` }, ...answers] };
  writeFileSync(log, [named, ...others].map((one) => JSON.stringify(one)).join("\n"));
  config = configFor("data");
  did.collect = await perform("collect", { from: [log] });
  did.again = await perform("collect", { from: [log] });
  for (const name of ["build", "split", "train", "evaluate"]) did[name] = await perform(name);
}, 120_000);

const words = (name: string) => did[name]!.words;
const last = (name: string) => words(name).split("\n").at(-1);
/** The cells of a line of a table, by its first one. */
const row = (name: string, first: string) =>
  words(name)
    .split("\n")
    .map((line) => line.split(/ {2,}/))
    .find(([cell]) => cell === first)
    ?.slice(1);

describe("what the verbs of the learning loop say to people", () => {
  it("[F36] collect: of each source conversations, turns, how many are new, and what was replaced", () => {
    const [own, source, known, replaced] = words("collect").split("\n");

    expect(own).toBe("Switchboard's own conversations: no conversations");
    expect(source).toBe(`${log}: ${conversations.length} conversations, ${turns} turns`);
    expect(known).toBe(`    ${conversations.length} new, 0 known before`);
    expect(replaced).toBe("    personal data replaced: email 1, phone 1, order 2");
    expect(words("again")).toContain(`\n    0 new, ${conversations.length} known before\n`);
    expect(last("collect")).toBe("Next: npm run finetune -- build");
  });

  it("[F36] collect: says of a log without conversations that it has none, and that there is nothing to build", async () => {
    writeFileSync(join(folder, "empty.csv"), "");
    const { facts, words } = await verbs.collect!(configFor("none"), { from: [join(folder, "empty.csv")] }, () => {});

    expect(words).toContain("empty.csv: no conversations\n");
    expect(words).toMatch(/\nNothing was collected\. Next: npm run finetune -- collect --from FILE$/);
    expect(facts).toEqual({
      store: null,
      logs: [{ file: join(folder, "empty.csv"), conversations: 0, redacted: {} }],
    });
  });

  it("[F36] collect: says which conversations stand several times in a log, and keeps the last of each", async () => {
    const file = join(folder, "twice.jsonl");
    const lines = ["first", "last"].map((text) => ({ conversation_id: "a", turns: [{ role: "customer", text }] }));
    writeFileSync(file, `\uFEFF${lines.map((line) => `${JSON.stringify(line)}\n`).join("")}`);
    const { words } = await verbs.collect!(configFor("twice"), { from: [file] }, () => {});

    expect(words).toContain("twice.jsonl: 1 conversation, 1 turn\n    1 new, 0 known before\n");
    expect(words).toContain("several times in it, the last of each is kept: a\n");
  });

  it("[F36] build: what stayed by intent and verdict, and each reason with what it left out", () => {
    const report = did.build!.facts as { kept: number; examples: number; left: Record<string, number> };

    expect(words("build")).toContain(`Kept ${report.kept} of ${report.examples} examples`);
    expect(row("build", "kept")).toEqual(["approved", "unreviewed", "together"]);
    const total = row("build", "together")!.map(Number);
    expect(total[2]).toBe(report.kept);
    expect(total[0]! + total[1]!).toBe(report.kept);
    for (const intent of intents) expect(row("build", intent)![1]).toBe("0");
    for (const [reason, count] of Object.entries(report.left)) expect(row("build", reason)).toEqual([String(count)]);
    expect(last("build")).toBe("Next: npm run finetune -- split");
  });

  it("[F36] split: the dataset's name, both sides, how they were divided, and what is missing", () => {
    const { dataset, train, test, gaps } = did.split!.facts as Awaited<ReturnType<typeof loop.split>>["card"];
    const shown = words("split");

    expect(shown).toContain(`Dataset ${dataset}\n${train} examples to train on, ${test} to test with\nSplit by conv`);
    const sides = [...intents, "no intent", "not reviewed"].map((name) => row("split", name)!.map(Number));
    expect(sides.reduce((sum, [one]) => sum + one!, 0)).toBe(train);
    expect(sides.reduce((sum, [, other]) => sum + other!, 0)).toBe(test);
    for (const gap of gaps) expect(shown.replace(/\n {2}(?=\S)/g, " ")).toContain(`- ${gap}`);
    expect(last("split")).toBe("Next: npm run finetune -- train");
  });

  it("[F36] train: the model, how long it took, its rows and intents", () => {
    const { model, dataset } = did.train!.facts as { model: string; dataset: string };
    const { train } = did.split!.facts as { train: number };

    expect(words("train")).toMatch(new RegExp(`^Model ${model}, trained in \\d+ s\n`));
    expect(words("train")).toContain(`on ${train} examples of dataset ${dataset} with seed 1.`);
    expect(words("train")).toContain(`It has a reply for ${intents.size} intents`);
    for (const intent of intents) expect(row("train", intent)).toEqual([row("split", intent)![0]]);
    expect(last("train")).toBe("Next: npm run finetune -- evaluate");
  });

  it("[F36] evaluate: of each intent right before and after, both intervals, and what the gate makes of it", () => {
    const { model, evaluations } = loop.runs(config).at(-1)!;

    expect(evaluations).toHaveLength(intents.size);
    for (const { intent, candidate, serving } of evaluations!) {
      const share = (side: boolean[]) => `${Math.round((100 * side.filter(Boolean).length) / side.length)} %`;
      const [asked, change, interval, points, gate] = row("evaluate", intent)!;
      expect([asked, change]).toEqual([String(candidate.length), `${share(serving)} → ${share(candidate)}`]);
      expect([interval, points]).toEqual([
        expect.stringMatching(/^\d+ to \d+ %$/),
        expect.stringMatching(/^[+−]\d+ to [+−]\d+$/),
      ]);
      expect(["opens", "shut"]).toContain(gate);
    }
    expect(row("evaluate", "what belongs to other customers")!.slice(2)).toEqual(["0", "0"]);
    expect(row("evaluate", "questions that the documentation answers")).toEqual(["0", "not asked"]);
    expect(words("evaluate")).toContain("Note: the test side has judged 1 model.");
    expect(last("evaluate")).toBe(`Next: npm run finetune -- promote --model ${model}`);
  });

  it("[F36] fits its tables into 80 columns", () => {
    const wide = Object.values(did).flatMap((outcome) => outcome.words.split("\n").filter((line) => line.length > 80));

    expect(wide.filter((line) => !line.startsWith(log))).toEqual([]);
  });

  it("[K14] [F36] gives programs the facts alone, as they always were", () => {
    const counts = { conversations: conversations.length, redacted: { email: 1, phone: 1, order: 2 } };

    expect(did.collect!.facts).toEqual({ store: null, logs: [{ file: log, ...counts }] });
    expect(Object.keys(did.build!.facts as object)).toEqual(["examples", "kept", "left", "caps"]);
    expect(did.split!.facts).toMatchObject({ testSide: expect.any(String), cleaning: did.build!.facts });
    expect(did.train!.facts).toMatchObject({ evaluated: false, untrained: [] });
    expect(did.train!.facts).not.toHaveProperty("evaluations");
    expect(did.evaluate!.facts).toMatchObject({ evaluated: true, judgedOnTestSide: 1 });
    const { intents } = did.evaluate!.facts as { intents: Record<string, unknown>[] };
    expect(intents.length).toBeGreaterThan(0);
    expect(intents[0]).toMatchObject({
      intent: expect.any(String),
      rows: expect.any(Number),
      decision: expect.stringMatching(/^(promoted|kept)$/),
      guards: expect.arrayContaining([
        { name: "questions of other kinds", asked: expect.any(Number), lost: 0, won: 0, allowedLoss: 0.01 },
      ]),
    });
    expect(did.evaluate!.facts).not.toHaveProperty("evaluations");
  });
});

describe("the verbs of the learning loop out of their order, and handed what cannot be read", () => {
  const at = (name: string) => (argv: string) => {
    Object.assign(process.env, { DATA_DIR: join(folder, name), KNOWLEDGE_DIR: knowledge });
    return captured(() => main(argv.split(" ")));
  };

  it.each([
    ["split", "Nothing was built yet. Run: npm run finetune -- build"],
    ["train", "There is no dataset yet. Run: npm run finetune -- build, then split"],
    ["evaluate", "There is no trained model yet. Run: npm run finetune -- train"],
    ["promote", "There is no trained model yet. Run: npm run finetune -- train"],
    ["export --format dpo", "There is no dataset yet. Run: npm run finetune -- build, then split"],
    ["candidate", 'No training for a server has succeeded yet. See: npm run finetune -- tune, or "runs"'],
    ["runs --cancel t1", "No training t1 is running. See: npm run finetune -- runs"],
    ["rollback --intent boats", 'There is no intent "boats": it is served by no model, was not evaluated and stands'],
    ["erase --conversation c1", "No log and no dataset holds c1. Nothing was erased."],
    ["collect --from /nowhere.csv", "/nowhere.csv: there is no such file"],
  ])("[F27] %s fails in one line that says what to do", async (argv, line) => {
    const { code, stdout, stderr } = await at("fresh")(argv);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(line);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it.each([
    ["build", "Nothing was collected yet. Next: npm run finetune -- collect --from FILE"],
    ["runs", "Nothing was trained yet. Run: npm run finetune -- run"],
  ])("[F27] %s of nothing harms nothing and says where to begin", async (argv, line) => {
    expect(await at("fresh")(argv)).toMatchObject({ code: 0, stdout: `${line}\n` });
  });

  it.each([
    ["build --bogus", "Unknown option '--bogus'."],
    ["bild", "No such verb: bild."],
    ["promote --canary 2", "--canary must be a share above 0 and at most 1."],
    ["rollback", "--intent NAME is needed."],
  ])("[E2] %s is wrong usage, and what is wrong stands below the help text", async (argv, line) => {
    const { code, stderr } = await at("fresh")(argv);

    expect(code).toBe(2);
    expect(stderr.trim().split("\n").at(-1)!.endsWith(line)).toBe(true);
    expect(stderr).toContain("Usage: npm run finetune");
  });

  it("[F27] an intent that the model does not know, and a model that nobody trained, are refused by name", async () => {
    expect((await at("data")("promote --intent boats")).stderr).toContain('has no reply for the intent "boats"');
    expect((await at("data")("evaluate --model m1")).stderr).toBe(
      "There is no model m1. See: npm run finetune -- runs\n",
    );
    expect((await at("data")("evaluate --documented /nowhere.jsonl")).stderr).toBe(
      "/nowhere.jsonl: there is no such file\n",
    );
  });

  it("[F37] what a damaged log says of itself stays off the terminal's controls", async () => {
    writeFileSync(join(folder, "hostile.csv"), "a\u001b[2Jb,\u202ec\n1,2\n");
    const { code, stderr } = await at("fresh")(`collect --from ${join(folder, "hostile.csv")}`);

    expect(code).toBe(1);
    expect(stderr).toContain('has no column "text", only: a [2Jb,  c. Name the columns');
  });

  it("[F23] a rollback of what nothing but the documentation answers says that there is nothing to take back", async () => {
    const [intent] = intents;

    expect(await at("data")(`rollback --intent ${intent}`)).toEqual({
      code: 0,
      stdout: `Nothing to take back: the documentation answers "${intent}" already, to all conversations.\n`,
      stderr: "",
    });
  });

  it("[F37] a file of the loop's own that is damaged or gone is named, with what mends it", async () => {
    const { dataDir } = config;
    const runs = join(dataDir, "finetune", "runs");
    writeFileSync(join(runs, readdirSync(runs)[0]!), "{");
    const damaged = await at("data")("promote");
    rmSync(join(dataDir, "finetune", "datasets"), { recursive: true });
    const gone = await at("data")("train");

    expect(damaged).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^\/.*\.json is damaged: .*backup, or delete/),
    });
    expect(gone).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The dataset \w+ is not there any more\. Run: npm run finetune -- run\n$/),
    });
  });
});
