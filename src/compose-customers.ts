import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { keptLearned } from "./compose-learned.ts";
import { composeSearchAids } from "./compose-search.ts";
import type { Config } from "./config.ts";
import { retentionDaysOf } from "./config-lists.ts";
import type { Database } from "./conversations/database.ts";
import { conversationsIn } from "./conversations/libsql-conversation-store.ts";
import { erasedAfter, hashOfErased, lastErasure } from "./conversations/libsql-erasure.ts";
import { overwriteDeleted } from "./conversations/overwrite-deleted.ts";
import type { Timers } from "./conversations/timers.ts";
import type { EraseCustomerPorts } from "./customers/erase-customer.ts";
import { exportCustomer } from "./customers/export-customer.ts";
import { findCustomer } from "./customers/find-customer.ts";
import { type Retention, retention } from "./customers/retention.ts";
import { verifiedFor } from "./customers/verified-for.ts";
import { ingest } from "./ingest/ingest.ts";
import { IngestRunningError } from "./ingest/ingest-lock.ts";
import { indexFolder, servingFolder } from "./ingest/knowledge-folder.ts";
import { childVerb } from "./learning/child-verb.ts";
import { intentsLearntFrom } from "./learning/learnt-from.ts";
import { learnedIn, readSnapshot } from "./search/snapshot.ts";
import type { ServerPorts } from "./server/create-server.ts";
import { customerRoutes } from "./server/customer-routes.ts";
import type { StaffRoute } from "./server/staff-api.ts";
import { libsqlStaffStore } from "./staff/libsql-staff-store.ts";
import type { StaffDesk } from "./staff/staff-desk.ts";

type Workings = {
  database: Database;
  accounts: Pick<StaffDesk, "audit">;
  anonymous: (question: string) => string;
  /** What answers must no longer remember. */
  onErased: () => void;
  clock: () => number;
  timers: Timers;
  logger: ServerPorts["logger"];
};

/** Retention, and the data of one customer in the console; erasing is the work of the command line, as a child process. */
export function composeCustomers(
  config: Config,
  workings: Workings,
): Pick<ServerPorts, "erasures" | "retention"> & { routes: StaffRoute[] } {
  const { database, accounts, logger, onErased } = workings;
  const { db } = database;
  return {
    erasures: {
      erasures: { after: (last) => erasedAfter(db, last), latest: () => lastErasure(db), hashOf: hashOfErased },
      onErased,
    },
    retention: retentionOf(config, workings),
    routes: customerRoutes({
      find: (name) => findCustomer(db, name),
      verifiedFor: (ids) => verifiedFor(db, ids),
      intentsLearntFrom: (ids) =>
        intentsLearntFrom(config.dataDir, ids).catch((fault: unknown) => {
          // The erasure itself will fail on it, and say so.
          logger.error({ err: fault }, "it cannot be told which intents an erasure would take from a trained model");
          return [];
        }),
      exported: (ids) => exportCustomer(db, config.dataDir, ids),
      start: childVerb(config.root, "customer"),
      onFailed: (lines) =>
        logger.error({ said: lines.slice(-3).join(" ") }, "an erasure did not succeed; run: npm run customer"),
      audit: accounts.audit,
    }),
  };
}

function retentionOf({ RETENTION_DAYS }: Config, workings: Workings): Retention | null {
  const { days } = retentionDaysOf(RETENTION_DAYS);
  if (Object.keys(days).length === 0) return null;
  const { database, anonymous, clock, timers, logger } = workings;
  const breathe = () => new Promise<void>((resolve) => timers.after(20, resolve));
  return retention({
    db: database.db,
    store: conversationsIn(database),
    days,
    anonymous,
    overwrite: () => overwriteDeleted(database.file, { breathe, vacuum: false }),
    timers,
    clock,
    onPurged: (conversations) => logger.info({ conversations }, "ended conversations were erased by RETENTION_DAYS"),
    onFault: (fault) => logger.error({ err: fault }, "RETENTION_DAYS could not be kept to; tried again in a day"),
  });
}

/** For the command line, which may run beside a server. */
export function erasurePorts(config: Config, database: Database, say: (line: string) => void): EraseCustomerPorts {
  const staff = libsqlStaffStore(database);
  const clock = () => Date.now();
  return {
    db: database.db,
    store: conversationsIn(database),
    clock,
    async forgetLearnt(ids) {
      const erase = childVerb(config.root)(["erase", "--ahead", ...ids.map((id) => `--conversation=${id}`)], say);
      const { ok, printed } = await erase.ended;
      if (!ok) throw new Error("The learning loop could not let go of it. Nothing was erased yet.");
      return letGo.parse(JSON.parse(printed)).intents;
    },
    rebuildIndex: () => rebuildIndexes(config),
    overwrite: () => overwriteDeleted(database.file, { breathe: async () => {}, vacuum: true }),
    noteErased: (conversationId) =>
      staff.audit({ at: clock(), staffId: null, action: "customer-erased", conversationId, detail: "" }),
  };
}

/** Of what the learning loop prints. */
const letGo = z.object({ intents: z.array(z.string()) });

/** Until another ingest has finished. */
const RETRY_MS = 500;

/** What is only hidden in an index still stands in its files: the one that serves is built whole, others go. */
async function rebuildIndexes(config: Config): Promise<void> {
  const { dataDir } = config;
  const knowledgeDir = servingFolder(config);
  const serving = indexFolder(dataDir, knowledgeDir);
  dropOtherIndexes(join(dataDir, "knowledge"), serving);
  if (!existsSync(serving)) return;
  const aids = await composeSearchAids(config);
  for (;;) {
    try {
      await ingest({ knowledgeDir, dataDir, serve: false, aids, learned: () => keptLearned(config) });
      return;
    } catch (error) {
      if (!(error instanceof IngestRunningError)) throw error;
      await wait(RETRY_MS);
    }
  }
}

function dropOtherIndexes(home: string, serving: string): void {
  const folders = existsSync(home) ? readdirSync(home, { withFileTypes: true }).filter((one) => one.isDirectory()) : [];
  for (const folder of folders.map(({ name }) => join(home, name)).filter((one) => one !== serving)) {
    if (holdsLearned(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function holdsLearned(folder: string): boolean {
  try {
    return learnedIn(readSnapshot(folder)).size > 0;
  } catch {
    // Damaged or of an older format: what it holds cannot be told.
    return true;
  }
}
