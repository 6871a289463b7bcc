import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import type { LoggedConversation } from "../../finetune/conversation-log.ts";
import { currentDataset, folderOf, type RunResult, run } from "../../finetune/loop.ts";
import { readCard } from "../../finetune/snapshot.ts";
import { rollback, UnknownIntentError } from "../../finetune/take-back.ts";
import { composeAnswers, liveKnowledge } from "../../src/compose-answers.ts";
import { projectRoot, readConfig } from "../../src/config.ts";
import { ingest } from "../../src/ingest/ingest.ts";
import { namedIn } from "../../src/models/by-name.ts";
import { readRegistry } from "../../src/models/registry.ts";
import { helpDeskLog, replyTo } from "../support/help-desk-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const knowledge = join(folder, "knowledge");
const log = join(folder, "log.jsonl");
mkdirSync(knowledge);
const config = readConfig({ DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: knowledge }, projectRoot());
const options = { from: [log], canary: 1, seed: 1, say: () => {} };

const renamed = new Map([
  ["opening_hours", "__proto__"],
  ["refund", "constructor"],
]);
const NAMES = [...renamed.values()];
const conversations = helpDeskLog().map(
  (conversation): LoggedConversation => ({
    ...conversation,
    turns: conversation.turns.map(({ intent, ...turn }) =>
      intent ? { ...turn, intent: renamed.get(intent) ?? intent } : turn,
    ),
  }),
);
let result: RunResult;

beforeAll(async () => {
  writeFileSync(log, conversations.map((conversation) => JSON.stringify(conversation)).join("\n"));
  writeFileSync(join(knowledge, "widget.md"), "# The widget\n\nSet the colour of the button with `accent`.\n");
  await ingest({ knowledgeDir: knowledge, dataDir: config.dataDir, serve: true });
  result = await run(config, options);
}, 120_000);

const served = (intent: string) => namedIn(readRegistry(config.dataDir).serving, intent)?.model;

describe("an intent that is called like something that every object has", () => {
  it("[F42] is counted, learnt and let through the gate like any other", () => {
    const { intents: counted } = readCard(folderOf(config, "datasets"), currentDataset(config));
    expect(Object.keys(counted)).toEqual(expect.arrayContaining(NAMES));
    const promoted = result.intents.flatMap(({ intent, decision }) => (decision === "promoted" ? [intent] : []));
    expect(promoted).toEqual(expect.arrayContaining(NAMES));
    for (const name of NAMES) expect(served(name)).toBe(result.model);
  });

  it("[F42] is answered with its own reply", async () => {
    const answer = await composeAnswers(config, { knowledge: await liveKnowledge(config) });
    const quiet = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
    for (const [intent, name] of renamed) {
      const { text } = conversations.find(({ turns }) => turns[0]!.intent === name)!.turns[0]!;
      expect(await answer({ text, history: [] }, quiet)).toMatchObject({ route: "tuned", text: replyTo(intent) });
    }
  });

  it("[F42] is rolled back, stays so in the next run, and is unknown where no log holds it", async () => {
    for (const intent of NAMES)
      expect(await rollback(config, intent)).toEqual({ intent, serves: "documentation", taken: true });

    const again = await run(config, options);
    const kept = again.intents.filter(({ intent }) => NAMES.includes(intent));
    expect(kept.map(({ decision }) => decision)).toEqual(["kept", "kept"]);
    for (const name of NAMES) expect(served(name)).toBeUndefined();
    await expect(rollback(config, "toString")).rejects.toThrow(UnknownIntentError);
  }, 60_000);
});
