import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { clean } from "../../finetune/build/clean.ts";
import { examplesOf } from "../../finetune/build/examples-of.ts";
import { nearDuplicateGroups } from "../../finetune/build/near-duplicates.ts";
import { ConversationLogError, readConversationLog } from "../../finetune/conversation-log.ts";
import { DatasetError, type Example, readExamples, writeExamples } from "../../finetune/example.ts";
import { writeSnapshot } from "../../finetune/snapshot.ts";
import { split } from "../../finetune/split.ts";

const folder = mkdtempSync(join(tmpdir(), "switchboard-build-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function example(question: string, over: Partial<Example> = {}): Example {
  const conversation = over.conversation ?? question;
  const messages = [{ role: "user" as const, content: question }];
  const review = { completion: "Yes.", rejected: null, intent: "any", verdict: "approved" as const };
  const facts = { weight: 1, passages: [], groups: { language: null, channel: null }, at: null };
  return { id: `${conversation}#0`, conversation, turn: 0, messages, ...facts, ...review, ...over };
}

describe("the card of a dataset", () => {
  it("[F7] counts intents, verdicts, languages and channels, and names what is missing", async () => {
    const groups = { language: "de", channel: "shop.example" };
    const sides = {
      train: [example("Wo?", { groups }), example("Who?", { intent: null, verdict: "written" })],
      test: [example("When?", { at: "2026-01-01T00:00:00Z" })],
    };
    const card = await writeSnapshot(join(folder, "datasets"), sides, clean([]).report);

    expect(card).toMatchObject({
      intents: { any: 2, unknown: 1 },
      verdicts: { approved: 2, written: 1 },
      languages: { de: 1, unknown: 2 },
      channels: { "shop.example": 1, unknown: 2 },
    });
    expect(card.gaps).toHaveLength(3);
  });
});

describe("reading logs", () => {
  const line = JSON.stringify({
    conversation_id: "c1",
    services: ["ignored"],
    turns: [
      { role: "customer", text: "Where is it?", intent: "track" },
      { role: "bot", text: "Lost.", review: { verdict: "corrected", text: "On its way." } },
    ],
  });

  it("[F5] takes JSON lines, packed or not, and tables", () => {
    const plain = readConversationLog(file("log.jsonl", `${line}\n`));
    const table = file("log.csv", "text,category,reply\nWhere is it?,track,On its way.\nHello,,\n");

    expect(readConversationLog(file("log.jsonl.gz", gzipSync(line)))).toEqual(plain);
    expect(readConversationLog(table).flatMap(examplesOf)).toMatchObject([
      { intent: "track", completion: "On its way.", verdict: "approved" },
      { intent: null, completion: null, verdict: "unreviewed" },
    ]);
  });

  it("[F5] names the broken line", () => {
    expect(() => readConversationLog(file("broken.jsonl", `${line}\n{"turns": 1}\n`))).toThrow(
      /line 2: conversation_id/,
    );
    expect(() => readConversationLog(file("broken.csv", "question\nWhere?\n"))).toThrow(ConversationLogError);
  });

  it("[F6] learns from what staff wrote, not from what they corrected", () => {
    expect(readConversationLog(file("log2.jsonl", line)).flatMap(examplesOf)).toMatchObject([
      { completion: "On its way.", rejected: "Lost.", verdict: "corrected", messages: [{ role: "user" }] },
    ]);
  });

  it("[F6] gives a rejected or unreviewed answer no completion", () => {
    const turns = (review?: { verdict: "rejected" }) => [
      { role: "customer" as const, text: "Where is it?" },
      { role: "bot" as const, text: "Lost.", ...(review && { review }) },
    ];

    expect(examplesOf({ conversation_id: "c", turns: turns({ verdict: "rejected" }) })[0]!.completion).toBeNull();
    expect(examplesOf({ conversation_id: "c", turns: turns() })[0]!.completion).toBeNull();
  });
});

describe("cleaning", () => {
  it("[F7] counts what it leaves out, by reason", () => {
    const { kept, report } = clean([
      example("Where is it?"),
      example("where is it", { conversation: "again" }),
      example("How much?", { intent: "price" }),
      example("How much?!", { intent: "fees", conversation: "other" }),
      example("What now?", { completion: "…" }),
      example("Who?", { intent: null, verdict: "written" }),
      example("Why?", { verdict: "rejected", completion: null, rejected: "No." }),
    ]);

    expect(kept.map(({ id }) => id)).toEqual(["Where is it?#0", "Who?#0"]);
    expect(report).toMatchObject({
      examples: 7,
      kept: 2,
      left: {
        "exact duplicate": 1,
        "contradicting replies": 2,
        "no words in the reply": 1,
        "rejected without a better reply": 1,
      },
    });
  });

  it("[F7] takes a reply that is given for everything for boilerplate", () => {
    const intents = ["a", "b", "c", "d"];
    const said = intents.map((intent) => example(`About ${intent}?`, { intent, completion: "Let me look." }));

    expect(clean(said).kept).toEqual([]);
  });
});

describe("near-duplicates", () => {
  const long = "could you please tell me where the parcel that i sent on monday morning is right now";

  it("[F8] are recognised whatever their case and punctuation, through others too", () => {
    const [one, other, third] = nearDuplicateGroups([long, `${long.toUpperCase()}!`, "how do i get a refund"], 0.85);

    expect(other).toBe(one);
    expect(third).not.toBe(one);
  });

  it("[F8] keep conversations and near-duplicates on one side of the split", () => {
    const words = fc.constantFrom("where", "is", "my", "parcel", "refund", "please");
    const question = fc.array(words, { minLength: 3, maxLength: 8 }).map((some) => some.join(" "));
    fc.assert(
      fc.property(fc.array(fc.tuple(question, fc.integer({ min: 0, max: 9 })), { maxLength: 40 }), (asked) => {
        const examples = asked.map(([text, conversation]) => example(text, { conversation: `c${conversation}` }));
        const { train, test } = split(examples);
        const names = new Set(train.map(({ conversation }) => conversation));
        const texts = new Set(train.map(({ messages }) => messages[0]!.content));

        expect(train.length + test.length).toBe(examples.length);
        expect(test.filter(({ conversation }) => names.has(conversation))).toEqual([]);
        expect(test.filter(({ messages }) => texts.has(messages[0]!.content))).toEqual([]);
      }),
    );
  });

  it("[F8] where all have times the newest are tested on", () => {
    const examples = Array.from({ length: 10 }, (_, day) =>
      example(`${"abcdefghij"[day]}`.repeat(9), { at: `2026-01-0${day}T00:00:00Z` }),
    );

    expect(split(examples).test.map(({ at }) => at)).toEqual(["2026-01-08T00:00:00Z", "2026-01-09T00:00:00Z"]);
  });
});

describe("the dataset file", () => {
  it("gives back what was written, and names a broken line", async () => {
    const examples = [example("Where is it?"), example("Line\nbreak", { completion: "\u2028 fine" })];
    const path = join(folder, "examples.jsonl");
    await writeExamples(path, examples);

    expect(await readExamples(path)).toEqual(examples);
    await expect(readExamples(file("bad.jsonl", '{"id":""}\n'))).rejects.toThrow(DatasetError);
  });
});
