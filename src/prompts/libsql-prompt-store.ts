import { type Kysely, sql } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { Write } from "../conversations/group-commit.ts";
import type { GuardSignal, PromptSet, PromptVersion, RolloutEntry } from "../protocol/prompts.ts";
import type { PromptStore } from "./prompt-store.ts";

/** Answers that the canary's are compared with, at most: enough to pin a share down to two points. */
const BASELINE = 1_000;

type Connection = { db: Kysely<ConversationTables>; write: Write<ConversationTables> };

export function libsqlPromptStore({ db, write }: Connection): PromptStore {
  let known: { last: number; history: readonly RolloutEntry[] } = { last: 0, history: [] };

  return {
    save: ({ version, name, content, author, note, createdAt }) =>
      write(async (tables) => {
        const row = { version, name, content: JSON.stringify(content), author, note, created_at: createdAt };
        const inserted = tables
          .insertInto("prompt_versions")
          .values(row)
          .onConflict((conflict) => conflict.doNothing());
        return ((await inserted.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n) > 0n;
      }),
    async read(version) {
      const row = await db.selectFrom("prompt_versions").selectAll().where("version", "=", version).executeTakeFirst();
      if (!row) return null;
      const { content, created_at, ...head } = row;
      return { ...head, content: JSON.parse(content) as PromptSet, createdAt: created_at } satisfies PromptVersion;
    },
    versions: () =>
      db
        .selectFrom("prompt_versions")
        .select(["version", "name", "author", "note", "created_at as createdAt"])
        .orderBy("created_at", "desc")
        .orderBy("version")
        .execute(),
    roll: ({ at, by, action, version, share, reason }, staffId) =>
      write(async (tables) => {
        await tables.insertInto("prompt_rollouts").values({ at, by, action, version, share, reason }).execute();
        const detail = [
          version,
          share === null ? null : `${Math.round(share * 100)} % of conversations`,
          by ?? "the guard",
          reason,
        ];
        await tables
          .insertInto("audit_log")
          .values({
            at,
            staff_id: staffId,
            action: `prompt-${action}`,
            conversation_id: null,
            detail: detail.filter(Boolean).join(", "),
          })
          .execute();
      }),
    async history() {
      const newest = await db
        .selectFrom("prompt_rollouts")
        .select("id")
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      const last = newest?.id ?? 0;
      if (last !== known.last) known = { last, history: await readHistory(db) };
      return known.history;
    },
    signals: (canary) => readSignals(db, canary),
  };
}

function readHistory(db: Kysely<ConversationTables>): Promise<RolloutEntry[]> {
  return db
    .selectFrom("prompt_rollouts")
    .select(["at", "by", "action", "version", "share", "reason"])
    .orderBy("id")
    .execute();
}

type Counted = { canary: number; answers: number; unanswered: number; down: number; handed: number };

/**
 * Courtesies say nothing about a prompt, and a request for a person is counted where it belongs: on the last answer
 * before it.
 */
async function readSignals(
  db: Kysely<ConversationTables>,
  { version, since }: { version: string; since: number },
): Promise<GuardSignal[]> {
  const { rows } = await sql<Counted>`
    WITH own AS (
      SELECT id, conversation_id, outcome, cursor, 1 AS canary FROM answers
        WHERE prompt_version = ${version} AND finished_at >= ${since} AND route NOT IN ('small-talk', 'person')
    ), others AS (
      SELECT id, conversation_id, outcome, cursor, 0 AS canary FROM answers
        WHERE finished_at IS NOT NULL AND text <> '' AND coalesce(prompt_version, '') <> ${version}
          AND route NOT IN ('small-talk', 'person')
        ORDER BY finished_at DESC LIMIT ${BASELINE}
    ), counted AS (SELECT * FROM own UNION ALL SELECT * FROM others), asked AS (
      SELECT conversation_id, cursor FROM owner_changes WHERE owner IN ('queued', 'human')
        AND conversation_id IN (SELECT conversation_id FROM counted)
      UNION ALL SELECT conversation_id, cursor FROM answers WHERE route = 'person' AND cursor IS NOT NULL
        AND conversation_id IN (SELECT conversation_id FROM counted)
    )
    SELECT canary, count(*) AS answers, sum(outcome = 'no-answer') AS unanswered,
      sum(EXISTS (SELECT 1 FROM ratings WHERE answer_id = counted.id AND verdict = 'down')) AS down,
      sum(EXISTS (SELECT 1 FROM asked WHERE asked.conversation_id = counted.conversation_id AND asked.cursor > counted.cursor
        AND NOT EXISTS (SELECT 1 FROM answers AS later WHERE later.conversation_id = counted.conversation_id
          AND later.cursor > counted.cursor AND later.cursor < asked.cursor
          AND later.route NOT IN ('small-talk', 'person')))) AS handed
      FROM counted GROUP BY canary`.execute(db);

  const side = (canary: number) => rows.find((row) => row.canary === canary);
  const signal = (name: string, column: "unanswered" | "down" | "handed"): GuardSignal => {
    const seen = (canary: number) => ({ answers: side(canary)?.answers ?? 0, seen: side(canary)?.[column] ?? 0 });
    return { name, canary: seen(1), baseline: seen(0) };
  };
  return [signal("no answer", "unanswered"), signal("thumbs down", "down"), signal("asked for a person", "handed")];
}
