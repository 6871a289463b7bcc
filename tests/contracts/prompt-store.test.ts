import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openDatabase } from "../../src/conversations/database.ts";
import { libsqlPromptStore } from "../../src/prompts/libsql-prompt-store.ts";
import type { PromptStore } from "../../src/prompts/prompt-store.ts";
import { memoryPromptStore } from "../support/memory-prompt-store.ts";
import { promptVersion } from "../support/prompt-set.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const opened: { destroy(): Promise<void> }[] = [];
afterAll(() => Promise.all(opened.map((db) => db.destroy())));

const adapters: [string, () => PromptStore][] = [
  [
    "libsql",
    () => {
      const database = openDatabase(join(folder, `${opened.length}.db`));
      opened.push(database.db);
      return libsqlPromptStore(database);
    },
  ],
  ["memory", memoryPromptStore],
];

describe.each(adapters)("a prompt store: %s", (_, open) => {
  it("[M60] keeps each version once, as it was saved, newest first", async () => {
    const store = open();
    const first = promptVersion({ name: "first", createdAt: 1 });
    const second = promptVersion({ name: "second", createdAt: 2, note: "shorter" });

    expect(await store.save(first)).toBe(true);
    expect(await store.save(second)).toBe(true);
    expect(await store.save({ ...first, note: "another note", author: "Eve" })).toBe(false);

    expect(await store.read(first.version)).toEqual(first);
    expect(await store.read("none@000000000000")).toBeNull();
    expect((await store.versions()).map(({ name, note }) => [name, note])).toEqual([
      ["second", "shorter"],
      ["first", first.note],
    ]);
  });

  it("[M63] keeps the history of what served in its order", async () => {
    const store = open();
    const published = {
      at: 5,
      by: "Ana",
      action: "publish" as const,
      version: "a@000000000000",
      share: null,
      reason: "",
    };
    const back = { ...published, at: 6, by: null, action: "rollback" as const, reason: "no answer: 9 of 10" };

    expect(await store.history()).toEqual([]);
    await store.roll(published, "ana");
    expect(await store.history()).toEqual([published]);
    await store.roll(back, null);
    expect(await store.history()).toEqual([published, back]);
  });
});
