import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { type RunResult, run, runs } from "../../finetune/loop.ts";
import { discover } from "../../finetune/new-intents.ts";
import { erase, UnknownConversationError } from "../../finetune/take-back.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { readRegistry } from "../../src/models/registry.ts";
import { helpDeskLog } from "../support/help-desk-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const log = join(folder, "log.jsonl");
const RARE = "zanzibarquilt";
const GONE = "a0";
let config: Config;
let before: RunResult;

const options = { from: [log], canary: 1, seed: 1, say: () => {} };

beforeAll(async () => {
  const conversations = helpDeskLog().map((one) => {
    if (one.conversation_id !== GONE) return one;
    const [first, ...rest] = one.turns;
    return { ...one, turns: [{ ...first!, text: `${first!.text} ${RARE}` }, ...rest] };
  });
  writeFileSync(log, conversations.map((conversation) => JSON.stringify(conversation)).join("\n"));
  mkdirSync(join(folder, "knowledge"));
  writeFileSync(join(folder, "knowledge", "page.md"), "# The widget\n\nSet its colour with `accent`.\n");
  config = readConfig({ DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: join(folder, "knowledge") }, projectRoot());
  before = await run(config, options);
  await discover(config, 1);
}, 120_000);

function filesWith(text: string): string[] {
  return readdirSync(config.dataDir, { recursive: true, encoding: "utf8" })
    .map((name) => join(config.dataDir, name))
    .filter((name) => statSync(name).isFile() && readFileSync(name, "latin1").includes(text));
}

describe("erasing a customer's conversations", () => {
  it("[F14] leaves their words in no file, and nothing serves that had learnt from them", async () => {
    expect(filesWith(RARE).length).toBeGreaterThan(0);

    const erasure = await erase(config, [GONE]);

    expect(erasure.models).toEqual([before.model]);
    expect(erasure.datasets).toMatchObject([{ before: before.dataset }]);
    expect(erasure.intents.length).toBeGreaterThan(0);
    expect(filesWith(RARE)).toEqual([]);
    expect(filesWith(`"${GONE}"`)).toEqual([]);
    expect(readRegistry(config.dataDir).serving).toEqual({});
  });

  it("[F14] keeps hashes and counts of the run", () => {
    expect(runs(config)).toMatchObject([{ model: before.model, erased: true, evaluations: null }]);
  });

  it("[F14] refuses by name what nothing holds, unless no log shall bring it", async () => {
    await expect(erase(config, ["nope"])).rejects.toThrow(UnknownConversationError);
    await expect(erase(config, ["nope"])).rejects.toThrow(/nope/);

    expect(await erase(config, ["nope"], true)).toMatchObject({ datasets: [], models: [] });
    expect(await erase(config, ["nope"])).toMatchObject({ datasets: [], models: [] });
  });

  it("[F14] changes nothing when it is run again", async () => {
    expect(await erase(config, [GONE])).toEqual({
      ...{ datasets: [], models: [], learnt: [], kept: [], elsewhere: [], intents: [] },
    });
  });

  it("[F14] lets the next run train anew, and the same log brings nothing back", async () => {
    const after = await run(config, options);

    expect(after.model).not.toBe(before.model);
    expect(Object.keys(readRegistry(config.dataDir).serving).length).toBeGreaterThan(0);
    expect(filesWith(RARE)).toEqual([]);
  });
});
