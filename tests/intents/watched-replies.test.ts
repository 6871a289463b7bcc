import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { openDatabase } from "../../src/conversations/database.ts";
import { modelSignals } from "../../src/conversations/harm-signals.ts";
import { recordedAs } from "../../src/intents/registry-replies.ts";
import { watchedReplies } from "../../src/intents/watched-replies.ts";
import { emptyRegistry, promote, type Registry, rollback } from "../../src/models/registry.ts";
import { answered } from "../support/answered.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const inCanary = promote(emptyRegistry, { intent: "refund", model: "m1", share: 0.1, reason: "better" });
const risen = { name: "thumbs down", canary: { answers: 50, seen: 30 }, baseline: { answers: 1_000, seen: 50 } };
const calm = { ...risen, canary: { answers: 50, seen: 2 } };

function watched(registry: Registry, signal = risen) {
  const kept = { registry, asked: 0, now: 0, said: [] as string[] };
  const replies = watchedReplies(
    { meant: async () => null },
    {
      registry: () => kept.registry,
      change: (by) => {
        kept.registry = by(kept.registry);
      },
      signals: async () => {
        kept.asked += 1;
        return [signal];
      },
      clock: () => kept.now,
      announce: (line) => kept.said.push(line),
    },
  );
  return { kept, ask: () => replies.meant({ text: "Where is my money?", history: [] }) };
}

describe("watching the canary of an intent", () => {
  it("[F15] takes it back once customers fare worse, and says why", async () => {
    const { kept, ask } = watched(inCanary);
    await ask();

    const why = { at: "1970-01-01T00:00:00.000Z", by: "the guard of canaries" };
    const reason = expect.stringContaining("thumbs down: 30 of 50") as unknown as string;
    expect(kept.registry).toEqual(rollback(inCanary, "refund", { ...why, reason }));
    expect(kept.said).toEqual([
      expect.stringContaining('"refund" was rolled back by the guard, the model m1: thumbs down: 30 of 50'),
    ]);
  });

  it("[F15] leaves it alone where nothing has risen, and what serves everybody is no canary", async () => {
    const calmly = watched(inCanary, calm);
    await calmly.ask();
    expect(calmly.kept.registry).toEqual(inCanary);

    const full = watched(promote(inCanary, { intent: "refund", model: "m1", share: 1, reason: "better" }));
    await full.ask();
    expect(full.kept.asked).toBe(0);
  });

  it("[D6] goes on counting when the clock was set back", async () => {
    const { kept, ask } = watched(inCanary, calm);
    for (kept.now of [8 * 3_600_000, 0, 1_000]) await ask();

    expect(kept.asked).toBe(3);
  });

  it("[F15] counts once a second at most", async () => {
    const { kept, ask } = watched(inCanary, calm);
    for (kept.now of [0, 500, 999, 1_000]) await ask();

    expect(kept.asked).toBe(2);
  });

  it("[F15] counts thumbs and requests for a person by the model that answered the intent", async () => {
    const database = openDatabase(join(folder, "signals.db"));
    const record = { intent: { name: "refund", probability: 0.9 }, modelId: recordedAs({ id: "m1", server: null }) };
    const disliked = await answered(database, "a", { question: "Money?", route: "tuned", record });
    await answered(database, "b", { question: "Money back?", route: "tuned", record });
    await answered(database, "c", { question: "Else?", outcome: "no-answer" });
    await database.db
      .insertInto("ratings")
      .values({ answer_id: disliked, verdict: "down", comment: null, rated_at: 1 })
      .execute();

    expect(await modelSignals(database.db, "refund", recordedAs({ id: "m1", server: null }))).toEqual([
      { name: "no answer", canary: { answers: 2, seen: 0 }, baseline: { answers: 1, seen: 1 } },
      { name: "no source", canary: { answers: 2, seen: 0 }, baseline: { answers: 1, seen: 0 } },
      { name: "thumbs down", canary: { answers: 2, seen: 1 }, baseline: { answers: 1, seen: 0 } },
      { name: "asked for a person", canary: { answers: 2, seen: 0 }, baseline: { answers: 1, seen: 0 } },
    ]);
    await database.db.destroy();
  });
});
