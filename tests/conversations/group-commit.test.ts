import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Kysely, sql } from "kysely";
import { groupCommit } from "../../src/conversations/group-commit.ts";
import { openLibsql } from "../../src/conversations/libsql-database.ts";

type Tables = { conversations: { id: string; owner: string; cursor: number; created_at: number } };

const folder = mkdtempSync(join(tmpdir(), "switchboard-commit-"));
let db: Kysely<Tables>;
beforeAll(() => {
  db = openLibsql<Tables>(join(folder, "chat.db"));
});
afterAll(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true });
});

const insert = (id: string) => ({ id, owner: "bot", cursor: 0, created_at: 0 });

describe("writes that come together", () => {
  it("[C5] share a transaction, and each resolves with its own result, in order", async () => {
    const write = groupCommit(db);
    const order: string[] = [];
    const ids = Array.from({ length: 200 }, (_, index) => `id-${index}`);

    const results = await Promise.all(
      ids.map((id) =>
        write(async (tables) => {
          await tables.insertInto("conversations").values(insert(id)).execute();
          return id;
        }).then((result) => {
          order.push(result);
          return result;
        }),
      ),
    );

    expect(results).toEqual(ids);
    expect(order).toEqual(ids);
    expect(await db.selectFrom("conversations").selectAll().execute()).toHaveLength(200);
  });

  it("[C5] fail alone: the others of the same commit are kept", async () => {
    const write = groupCommit(db);
    const keep = (id: string) => write((tables) => tables.insertInto("conversations").values(insert(id)).execute());

    const settled = await Promise.allSettled([keep("before"), keep("before"), keep("after")]);

    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const { rows } = await sql`SELECT id FROM conversations WHERE id IN ('before', 'after')`.execute(db);
    expect(rows).toHaveLength(2);
  });

  it("[C5] leave the event loop to others, however eagerly somebody writes one after the other", async () => {
    const write = groupCommit(db);
    let others = 0;
    const other = setInterval(() => {
      others += 1;
    }, 0);

    // Ends only if the others get their turn in between.
    for (let id = 0; others < 3; id += 1) {
      await write((tables) =>
        tables
          .insertInto("conversations")
          .values(insert(`eager-${id}`))
          .execute(),
      );
    }
    clearInterval(other);

    expect(others).toBeGreaterThanOrEqual(3);
  });
});
