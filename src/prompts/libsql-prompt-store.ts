import { type Kysely, sql } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { Write } from "../conversations/group-commit.ts";
import { harmSignals } from "../conversations/harm-signals.ts";
import type { GuardSignal, PromptSet, PromptVersion, RolloutEntry } from "../protocol/prompts.ts";
import type { PromptStore } from "./prompt-store.ts";

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

function readSignals(
  db: Kysely<ConversationTables>,
  { version, since }: { version: string; since: number },
): Promise<GuardSignal[]> {
  return harmSignals(db, {
    canary: sql`prompt_version = ${version} AND finished_at >= ${since}`,
    baseline: sql`coalesce(prompt_version, '') <> ${version}`,
  });
}
