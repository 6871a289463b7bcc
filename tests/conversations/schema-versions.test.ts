import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { openDatabase } from "../../src/conversations/database.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const fixtures = join(projectRoot(), "tests/support/schemas");
const versions = readdirSync(fixtures).flatMap((name) => /^version-(\d+)\.db\.gz$/.exec(name)?.[1] ?? []);

function opened(version: string) {
  const file = join(folder, `version-${version}.db`);
  writeFileSync(file, gunzipSync(readFileSync(join(fixtures, `version-${version}.db.gz`))));
  return openDatabase(file);
}

describe("a database that an earlier version wrote", () => {
  it.each(versions)(
    "[C6] [D3] of version %s opens with everything in it, and is taken up where it was left",
    async (version) => {
      const database = opened(version);
      const store = conversationsIn(database);
      for (const conversationId of ["ana", "ben"]) {
        const { entries, cursor, owner } = await store.timeline(conversationId, 0);
        expect({ cursor, owner }).toEqual({ cursor: 5, owner: "bot" });
        expect(entries.map(({ payload }) => "text" in payload && payload.text)).toEqual([
          "How long can I return parcel 0?",
          "Parcel 0 within 30 days [1].",
          "How long can I return parcel 1?",
          "Parcel 1 within 30 days [1].",
          "How long can I return parcel 2?",
        ]);
        expect(entries[1]!.payload).toMatchObject({ citations: [{ path: "returns.md", quote: "within 30 days" }] });
        expect(await store.answerRecord(`${conversationId} is answered 0`)).toMatchObject({ question: "q" });
      }
      expect((await store.openAnswers()).map(({ answerId }) => answerId)).toEqual([
        "ana is answered 2",
        "ben is answered 2",
      ]);
      const count = async (table: "ratings" | "search_entries") =>
        (
          await database.db
            .selectFrom(table)
            .select((column) => column.fn.countAll<number>().as("rows"))
            .executeTakeFirstOrThrow()
        ).rows;
      expect([await count("ratings"), await count("search_entries")]).toEqual([1, 10]);
      const ana = database.db
        .selectFrom("conversations")
        .select(["last_outcome", "last_rating"])
        .where("id", "=", "ana");
      expect(await ana.executeTakeFirst()).toEqual({ last_outcome: "answered", last_rating: "up" });
      const reviews = await database.db.selectFrom("reviews").select(["verdict", "shown_ms"]).execute();
      expect(reviews).toEqual(Number(version) < 13 ? [] : [{ verdict: "approved", shown_ms: null }]);
      await store.close();
    },
  );
});
