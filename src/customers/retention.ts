import { type Kysely, sql } from "kysely";
import type { Ending, RetentionDays } from "../config-lists.ts";
import type { ConversationStore } from "../conversations/conversation-store.ts";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import { resolutionSql } from "../conversations/resolution.ts";
import type { Timers } from "../conversations/timers.ts";
import { rawCondition } from "./raw-condition.ts";

export type RetentionPorts = {
  db: Kysely<ConversationTables>;
  store: Pick<ConversationStore, "erase">;
  days: RetentionDays;
  /** Takes personal data out of the question of an answer that staff corrected: the answer stays for others. */
  anonymous: (question: string) => string;
  /** Takes what was erased out of the files, too. */
  overwrite: () => Promise<void>;
  timers: Timers;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** A round has ended, and erased so many. */
  onPurged: (conversations: number) => void;
  onFault: (fault: unknown) => void;
};

export type Retention = {
  /** Purges now, and then each day. */
  start(): void;
  /** Ends after the conversation that it is at. */
  stop(): Promise<void>;
};

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Conversations that are looked at in one query. */
const PAGE = 200;
/** Between two erasures: customers' messages come first. */
const PAUSE_MS = 20;

/** Erases what has been over for longer than its ending is kept. */
export function retention(ports: RetentionPorts): Retention {
  let callOff: (() => void) | null = null;
  let stopped = false;
  let round: Promise<void> = Promise.resolve();

  function begin(): void {
    round = purge(ports, () => stopped).catch(ports.onFault);
    callOff = ports.timers.after(DAY_MS, begin);
  }

  return {
    start: begin,
    stop() {
      stopped = true;
      callOff?.();
      return round;
    },
  };
}

async function purge(ports: RetentionPorts, stopped: () => boolean): Promise<void> {
  let erased = 0;
  for await (const { id, lastAt } of dueConversations(ports)) {
    if (stopped()) return;
    const verified = await anonymousQuestions(id, ports);
    if (await ports.store.erase(id, { at: ports.clock(), lastAt, verified })) erased += 1;
    await new Promise<void>((resolve) => ports.timers.after(PAUSE_MS, resolve));
  }
  if (erased > 0) await ports.overwrite();
  ports.onPurged(erased);
}

async function anonymousQuestions(conversationId: string, { db, anonymous }: RetentionPorts) {
  const rows = await db
    .selectFrom("verified_answers")
    .innerJoin("answers", "answers.id", "verified_answers.id")
    .select(["verified_answers.id", "question"])
    .where("conversation_id", "=", conversationId)
    .execute();
  return Object.fromEntries(rows.map(({ id, question }) => [id, anonymous(question)]));
}

type Due = { id: string; lastAt: number; ending: Ending | "open" };

/** In the order in which something was last said, a page at a time. */
async function* dueConversations({ db, days, clock }: RetentionPorts): AsyncGenerator<Due> {
  const kept = Object.values(days);
  if (kept.length === 0) return;
  const now = clock();
  const ending = rawCondition<Due["ending"]>(resolutionSql(now));
  let after = { lastAt: -1, id: "" };
  for (;;) {
    const { rows } = await sql<Due>`SELECT id, last_at AS "lastAt", ${ending} AS ending FROM conversations
      WHERE last_at <= ${now - Math.min(...kept) * DAY_MS} AND (last_at, id) > (${after.lastAt}, ${after.id})
      ORDER BY last_at, id LIMIT ${PAGE}`.execute(db);
    for (const row of rows) {
      const own = row.ending === "open" ? undefined : days[row.ending];
      if (own !== undefined && row.lastAt <= now - own * DAY_MS) yield row;
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)!;
  }
}
