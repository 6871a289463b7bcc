import type { Database } from "./database.ts";

/** Conversations that sleep. Times are milliseconds since the epoch. */
export type Snoozes = {
  /** Null wakes it. False when there is no such conversation, or it is closed. */
  keep(conversationId: string, until: number | null): Promise<boolean>;
  /** When the next one wakes; null when none sleeps. */
  next(): Promise<number | null>;
  /** Wakes those whose time has come, and names them. */
  wake(now: number): Promise<string[]>;
};

export function snoozes({ db, write }: Database): Snoozes {
  return {
    keep: (conversationId, until) =>
      write(async (tables) => {
        const { numUpdatedRows } = await tables
          .updateTable("conversations")
          .set({ snoozed_until: until })
          .where("id", "=", conversationId)
          .where("owner", "!=", "closed")
          .executeTakeFirstOrThrow();
        return numUpdatedRows > 0n;
      }),

    async next() {
      const first = db.selectFrom("conversations").select("snoozed_until").where("snoozed_until", "is not", null);
      return (await first.orderBy("snoozed_until").limit(1).executeTakeFirst())?.snoozed_until ?? null;
    },

    wake: (now) =>
      write(async (tables) => {
        const woken = await tables
          .updateTable("conversations")
          .set({ snoozed_until: null })
          .where("snoozed_until", "<=", now)
          .returning("id")
          .execute();
        return woken.map(({ id }) => id);
      }),
  };
}
