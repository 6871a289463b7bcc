import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ConversationLogError, readConversationLog } from "../../finetune/conversation-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const SEED = 20_261_129;

const nearMiss = fc.record(
  {
    conversation_id: fc.oneof(fc.string({ minLength: 1 }), fc.jsonValue()),
    turns: fc.oneof(
      fc.array(fc.record({ role: fc.constantFrom("customer", "agent", "bot", "x"), text: fc.string() })),
      fc.jsonValue(),
    ),
    language: fc.jsonValue(),
    __proto__: fc.constant(null),
  },
  { requiredKeys: [] },
);
const line = fc.oneof(
  nearMiss.map((fields) => JSON.stringify(fields)),
  fc.json(),
  fc.string({ unit: "binary" }),
  fc.constant('{"__proto__":{"owned":1},"conversation_id":"a","turns":[]}'),
);

describe("logs that nobody vouches for", () => {
  it.each(["log.jsonl", "log.csv"])("[X14] [F5] %s is read, or refused by name", (name) => {
    const file = join(folder, name);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        writeFileSync(file, lines.join("\n"));
        const refused = failure(() => readConversationLog(file));

        expect(refused === null || refused instanceof ConversationLogError).toBe(true);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 1_000, seed: SEED },
    );
  });
});

function failure(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}
