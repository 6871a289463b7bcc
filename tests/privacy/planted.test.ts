import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { exportLines } from "../../finetune/export.ts";
import { build, collectStore, folderOf, split } from "../../finetune/loop.ts";
import { discover } from "../../finetune/new-intents.ts";
import { readSnapshot } from "../../finetune/snapshot.ts";
import { liveKnowledge } from "../../src/compose-answers.ts";
import { learn } from "../../src/compose-learned.ts";
import { composeModel } from "../../src/compose-model.ts";
import { composePrompts } from "../../src/compose-prompts.ts";
import { composeSearchAids } from "../../src/compose-search.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { conversationSearch } from "../../src/conversations/conversation-search.ts";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { exportConversations } from "../../src/conversations/export-conversations.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { ingest } from "../../src/ingest/ingest.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { redact, redactText } from "../../src/privacy/redact.ts";
import { reviewDesk } from "../../src/review/review-desk.ts";
import { createLogger } from "../../src/server/logger.ts";
import { answered } from "../support/answered.ts";
import { embeddingServer } from "../support/embedding-server.ts";
import { says } from "../support/openai/behaviours.ts";
import { openaiServer } from "../support/openai-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** One of each kind that redaction knows; every one is in every planted question. */
const PLANTED = {
  email: "oscar.feldmann@example.org",
  phone: "+49 171 5558812",
  iban: "DE89 3704 0044 0532 0130 00",
  card: "4111 1111 1111 1111",
  address: "203.0.113.77",
  name: "Feldmann",
  secret: "hunter2xQ9",
};
const QUESTION = `My name is Oscar Feldmann, mail ${PLANTED.email}, phone ${PLANTED.phone}, IBAN ${PLANTED.iban}, card ${PLANTED.card}, IP ${PLANTED.address}, password: ${PLANTED.secret}. How long may I return a kettle?`;

const folder = temporaryFolder();
const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };
let config: Config;
let database: Database;
/** Everything that left the store of conversations, by the way that it took. */
const left: Record<string, string> = {};

const filesBelow = (name: string) =>
  readdirSync(join(config.dataDir, name), { recursive: true, encoding: "utf8" })
    .map((file) => join(config.dataDir, name, file))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, "latin1"))
    .join("\n");

beforeAll(async () => {
  const [openai, embeddings] = [await openaiServer(), await embeddingServer()];
  mkdirSync(join(folder, "docs"));
  writeFileSync(join(folder, "docs", "returns.md"), "# Returns\n\nYou can return a kettle within 60 days.\n");
  const own = { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: join(folder, "docs") };
  const model = { OPENAI_BASE_URL: openai.url, OPENAI_API_KEY: openai.key, CHAT_MODEL: "m", REDACT_MODEL_CALLS: "on" };
  config = readConfig({ ...own, ...model }, projectRoot());
  await ingest({ knowledgeDir: config.KNOWLEDGE_DIR, dataDir: config.dataDir, serve: true });
  database = openDatabase(join(config.dataDir, "switchboard.db"));
  const knowledge = await liveKnowledge(config);
  const { id, hash, path, anchor, title } = knowledge.current().page("returns.md")[0]!;
  const citations = [{ marker: 1, path, anchor, title, heading: "", quote: "60 days", source: "/docs/x" }];
  const record = { passages: [{ id, hash, path, anchor, heading: "", score: 1 }] };
  const nothing = () => {};
  const desk = reviewDesk({
    database,
    anonymous: (text) => text,
    knowledge,
    onVerifiedChanged: nothing,
    onApprovedChanged: nothing,
    clock: () => 9,
  });
  for (const name of ["one", "two", "three"]) {
    const answerId = await answered(database, name, { question: QUESTION, text: "60 days [1].", citations, record });
    await desk.review({ messageId: answerId, verdict: "approved", intent: "returns" }, "ana");
  }

  await collectStore(config);
  await build(config);
  await split(config);
  await discover(config, 1);
  left.datasets = filesBelow("finetune");
  const current = readFileSync(folderOf(config, "dataset"), "utf8").trim();
  const { train, test } = await readSnapshot(folderOf(config, "datasets"), current);
  left.training = exportLines([...train, ...test], "openai-chat", "Answer.").join("\n");
  await learn(config);
  left.index = filesBelow("knowledge");

  const search = conversationSearch(database.file, Date.now);
  const ports = { search, store: conversationsIn(database), emailOf: async () => PLANTED.email };
  const file = exportConversations({ rows: "messages", order: "newest" }, "jsonl", {
    ...ports,
    redact: (texts) => redact(texts, rules).texts,
  });
  for await (const piece of file) left.export = (left.export ?? "") + piece;
  await search.close();

  const logger = createLogger("info", (text) => redactText(text, rules), {
    write: (line: string) => {
      left.log = (left.log ?? "") + line;
    },
  });
  logger.info({ detail: QUESTION, err: new Error(QUESTION) }, QUESTION);

  const composed = await composeModel(config, nothing);
  const surroundings = { knowledge, model: composed, intentOf: async () => null };
  const workings = { clock: Date.now, newId: () => "id", onFault: nothing };
  const prompts = composePrompts(config, database, surroundings, workings);
  const shipped = await prompts.desk.read((await prompts.desk.serving()).live);
  const picked = { by: "nearest" as const, answerIds: [], most: 2, tokens: 2_000 };
  const version = { ...shipped!, content: { ...shipped!.content, picked } };
  const served = await prompts.served.under(version).serve({ text: "How long for a kettle?", history: [] });
  left.examples = JSON.stringify(served.writer?.picked);

  openai.next(says("Fine."));
  const options = { signal: new AbortController().signal, onDelta: nothing, onRestart: nothing };
  await composed.writer!.model.chat([{ role: "user", content: QUESTION }], options);
  left.model = JSON.stringify(openai.requests);
  const embedding = { ...config, EMBEDDER: "openai:e", OPENAI_BASE_URL: embeddings.baseUrl };
  await (await composeSearchAids(embedding)).embedder!.embed([QUESTION]);
  left.embedding = JSON.stringify(embeddings.requests);
  await Promise.all([openai.close(), embeddings.close()]);
}, 120_000);
afterAll(() => database.db.destroy());

describe("what leaves the store of conversations", () => {
  it.each(["datasets", "training", "index", "export", "log", "examples", "model", "embedding"])(
    "[P18] holds nothing that was planted: %s",
    (way) => {
      const sent = left[way] ?? "";

      expect(sent.length).toBeGreaterThan(10);
      expect(Object.entries(PLANTED).filter(([, planted]) => sent.includes(planted))).toEqual([]);
    },
  );

  it.each(["datasets", "training", "export", "log", "examples", "model", "embedding"])(
    "[P18] says that something stood there: %s",
    (way) => expect(left[way]).toMatch(/\[EMAIL_\d+\]/),
  );
});
