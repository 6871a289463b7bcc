import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { backup } from "../../src/backup/backup.ts";
import { main } from "../../src/cli/customer.ts";
import { done } from "../../src/cli/customer-words.ts";
import { openDatabase } from "../../src/conversations/database.ts";
import { libsqlConversationStore } from "../../src/conversations/libsql-conversation-store.ts";
import { captured } from "../support/captured.ts";
import { DATASET, learnedWorld } from "../support/learned-world.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";

const workplace = temporaryFolder();
const dataDir = join(workplace, "data");
const file = join(workplace, "backup.tar.gz");
const before = { ...process.env };

beforeAll(async () => {
  writeFiles(workplace, { "docs/a.md": "# Lamps\n\nDust them." });
  mkdirSync(dataDir);
  Object.assign(process.env, { DATA_DIR: dataDir, KNOWLEDGE_DIR: join(workplace, "docs") });
  const store = libsqlConversationStore(join(dataDir, "switchboard.db"));
  await store.keepQuestion({
    conversationId: "ana",
    clientMessageId: "1",
    messageId: "question",
    answerId: "answer",
    text: "Who is ana@mail.example?",
    at: 1,
    openLimit: 10,
  });
  await store.close();
  const { db } = openDatabase(join(dataDir, "switchboard.db"));
  const verified = {
    id: "answer",
    question: "Who is [EMAIL_1]?",
    text: "Ana.",
    cited: "[]",
    verified_at: 1,
    retired_at: null,
  };
  await db.insertInto("verified_answers").values(verified).execute();
  const phrasing = { id: "p", answer_id: "answer", text: "Whose address is this?", question_id: null, added_at: 1 };
  await db.insertInto("verified_phrasings").values(phrasing).execute();
  await db.destroy();
  learnedWorld(dataDir);
  const train = join(dataDir, "finetune", "datasets", DATASET, "train.jsonl");
  appendFileSync(train, readFileSync(train, "utf8").split("\n")[0]!.replace('"c0"', '"ana"').concat("\n"));
  await backup(dataDir, file, () => new Date("2026-11-29T12:00:00Z"));
});
afterAll(() => {
  for (const name of ["DATA_DIR", "KNOWLEDGE_DIR"]) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

describe("the customer command", () => {
  it("[P13] erases nothing before it is told so", async () => {
    const { code, stdout } = await captured(() => main(["erase", "--conversation", "ana"]));

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^1 conversation would be erased:\n {2}ana .+\nWhat your team answered to this would go, too: .+\n {2}"Who is \[EMAIL_1\]\?", and 1 further phrasing\nThe trained model that learnt from it would go\. The documentation would answer these intents, until npm run finetune -- run has trained anew:\n {2}returns\n\(It learns from questions without an intent, too: they show it where its intents end\.\)\nNothing was erased\. Add --yes to do it\.\n$/,
    );
    const { stdout: json } = await captured(() => main(["erase", "--conversation", "ana", "--json"]));
    const going = { conversationId: "ana", question: "Who is [EMAIL_1]?", text: "Ana.", phrasings: 1 };
    expect(JSON.parse(json)).toMatchObject({
      found: [{ conversationId: "ana" }],
      verifiedAnswers: [going],
      intents: ["returns"],
    });
  });

  it("[P13] says afterwards, too, which intents no trained model serves any more, and what trains anew", () => {
    const erasure = { conversations: ["ana"], verifiedAnswers: [], intents: ["returns", "sizes"], indexRebuilt: false };

    expect(done(erasure, [])).toBe(
      "1 conversation was erased.\nThe trained model that learnt from it is gone. The documentation answers these intents, until npm run finetune -- run has trained anew:\n  returns\n  sizes\n(It learns from questions without an intent, too: they show it where its intents end.)",
    );
  });

  it("[P13] lists the backups that still hold what it erased, and touches none", async () => {
    const kept = readFileSync(file);
    const { code, stdout } = await captured(() => main(["erase", "--conversation", "ana", "--yes"]));

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `1 conversation was erased.\nWhat your team answered to this went, too: no customer gets it any more.\n  "Who is [EMAIL_1]?", and 1 further phrasing\nBackups made before still hold them, and were not touched:\n  ${file}, of 2026-11-29T12:00:00.000Z\n`,
    });
    expect(readFileSync(file).equals(kept)).toBe(true);
    expect(await captured(() => main(["export", "--conversation", "ana"]))).toMatchObject({ code: 1, stdout: "" });
  });
});
