import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Kysely } from "kysely";
import { redactionRules } from "./compose-privacy.ts";
import { composeSearchAids } from "./compose-search.ts";
import type { Config } from "./config.ts";
import type { ConversationTables } from "./conversations/conversation-tables.ts";
import { readingOnly } from "./conversations/libsql-database.ts";
import { ingest } from "./ingest/ingest.ts";
import { ingestLearned } from "./ingest/ingest-learned.ts";
import { IngestRunningError } from "./ingest/ingest-lock.ts";
import { servingFolder } from "./ingest/knowledge-folder.ts";
import { redactText } from "./privacy/redact.ts";
import { learnedQuestions } from "./review/learned-questions.ts";
import type { LearnedQuestions } from "./search/knowledge.ts";
import { startWorker, workerDone } from "./search/start-worker.ts";

/** Until another ingest has finished. */
const RETRY_MS = 500;

/**
 * What to call when approvals may have changed: the index follows, in a thread of its own, because reading all approved
 * questions and indexing their pages would hold answers up. Calls during a run become one more run.
 */
export function learning(config: Config, announce: (line: string) => void): () => void {
  let due = false;
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (due) {
      due = false;
      const worker = startWorker("../learned-worker", config);
      // Killed at any moment the index is whole, and the next start learns again.
      worker.unref();
      await workerDone(worker).catch((fault: Error) =>
        announce(`Approved questions are not searched until the next ingest: ${fault.message}`),
      );
    }
    running = false;
  }

  return () => {
    due = true;
    if (!running) void run();
  };
}

/** Brings the index that serves up to date with the approved questions. */
export async function learn(config: Config): Promise<void> {
  const aids = await composeSearchAids(config);
  const learned = () => keptLearned(config);
  const settings = { knowledgeDir: servingFolder(config), dataDir: config.dataDir, aids, learned };
  for (;;) {
    try {
      if (!(await ingestLearned(settings))) await ingest({ ...settings, serve: false });
      return;
    } catch (error) {
      if (!(error instanceof IngestRunningError)) throw error;
      await wait(RETRY_MS);
    }
  }
}

/** The approved questions that the data folder holds at the moment. */
export async function keptLearned(config: Config): Promise<LearnedQuestions> {
  const anonymous = (texts: readonly string[]) => {
    if (texts.length === 0) return [];
    const rules = redactionRules(config);
    // Each by itself: a placeholder's number must not depend on other customers.
    return texts.map((text) => redactText(text, rules));
  };
  return (await readKept(config, (db) => learnedQuestions(db, anonymous))) ?? new Map();
}

/** Reads the conversations beside a server that may be running; null where none were kept yet. */
export async function readKept<Result>(
  { dataDir }: Config,
  read: (db: Kysely<ConversationTables>) => Promise<Result>,
): Promise<Result | null> {
  const file = join(dataDir, "switchboard.db");
  const db = existsSync(file) ? readingOnly<ConversationTables>(file) : null;
  if (!db) return null;
  try {
    return await read(db);
  } finally {
    await db.destroy();
  }
}
