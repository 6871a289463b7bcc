import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { clean } from "../../finetune/build/clean.ts";
import { examplesOf } from "../../finetune/build/examples-of.ts";
import { nearDuplicateGroups } from "../../finetune/build/near-duplicates.ts";
import { readConversationLog } from "../../finetune/conversation-log.ts";
import { DatasetError, type Example, readExamples, writeExamples } from "../../finetune/example.ts";
import { readRejects, rejectLine } from "../../finetune/rejects.ts";
import { REJECTS, writeSnapshot } from "../../finetune/snapshot.ts";
import { split } from "../../finetune/split.ts";
import { HISTORY_LIMIT } from "../../src/conversations/conversation-store.ts";

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

const snapshot = (train: Example[], test: Example[], from = clean([...train, ...test])) =>
  writeSnapshot(join(folder, "datasets"), {
    ...{ train, test },
    rejects: from.rejects.map(rejectLine),
    cleaning: from.report,
  });

describe("the card of a dataset", () => {
  it("[F7] counts intents, verdicts, languages and channels, and names what is missing", async () => {
    const groups = { language: "de", channel: "shop.example" };
    const card = await snapshot(
      [example("Wo?", { groups, approvedBy: "Ana" }), example("Who?", { intent: null, verdict: "written" })],
      [example("When? [EMAIL_1] [EMAIL_2]", { at: "2026-01-01T00:00:00Z", licence: "CC BY 4.0" })],
    );

    expect(card).toMatchObject({
      intents: { any: 2, unknown: 1 },
      verdicts: { approved: 2, written: 1 },
      languages: { de: 1, unknown: 2 },
      channels: { "shop.example": 1, unknown: 2 },
    });
    expect(card.gaps).toHaveLength(6);
  });

  it("[F19] says who approved, under which licence, and in how many rows personal data was replaced", async () => {
    const card = await snapshot(
      [example("Wo?", { approvedBy: "Ana" }), example("Who?", { completion: null, verdict: "unreviewed" })],
      [example("When? [EMAIL_1] [EMAIL_2]", { licence: "CC BY 4.0" })],
    );

    expect(card).toMatchObject({
      approvedBy: { Ana: 1, "not told": 1 },
      licences: { "CC BY 4.0": 1, "not told": 2 },
      redacted: { EMAIL: 1 },
    });
  });

  it("[F19] names intents that cannot be learnt or not be tested", async () => {
    const rows = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map((letter) => example(letter.repeat(9)));
    const card = await snapshot([...rows, example("Why so?", { intent: "rare" })], []);

    expect(card.gaps).toEqual(expect.arrayContaining([expect.stringMatching(/learn from: rare\./)]));
    expect(card.gaps).toEqual(expect.arrayContaining([expect.stringMatching(/test with.*: any\./)]));
  });

  it("[F28] belongs to rows that are named by their content, and stay as they are under that name", async () => {
    const rows = ["Where is it?", "How much is it?"].map((question) => example(question));
    const [train, test] = [rows.slice(0, 1), rows.slice(1)];
    const first = await snapshot(train, test);
    const side = () => readFileSync(join(folder, "datasets", first.dataset, "train.jsonl"), "utf8");
    const written = side();

    expect((await snapshot(train, test)).dataset).toBe(first.dataset);
    const changed = await snapshot([{ ...train[0]!, weight: 0.5 }], test);
    expect(changed.dataset).not.toBe(first.dataset);
    expect(changed.testSide).toBe(first.testSide);
    expect((await snapshot(test, train)).dataset).not.toBe(first.dataset);
    expect(side()).toBe(written);
  });

  it("[F7] stands beside what was left out, row by row", async () => {
    const all = [example("Where is it?", { approvedBy: "Ana" }), example("where is it", { conversation: "again" })];
    const { kept, ...rest } = clean(all);
    const { dataset } = await snapshot(kept, [], { kept, ...rest });

    expect(readRejects(join(folder, "datasets", dataset, REJECTS))).toMatchObject([
      { id: "again#0", question: "where is it", reason: "exact duplicate" },
    ]);
  });
});

describe("what a log teaches", () => {
  const line = JSON.stringify({
    conversation_id: "c1",
    services: ["ignored"],
    turns: [
      { role: "customer", text: "Where is it?", intent: "track" },
      { role: "bot", text: "Lost.", review: { verdict: "corrected", text: "On its way." } },
    ],
  });

  it("[F6] learns from what staff wrote, not from what they corrected", () => {
    expect(readConversationLog(file("log2.jsonl", line)).flatMap(examplesOf)).toMatchObject([
      { completion: "On its way.", rejected: "Lost.", verdict: "corrected", messages: [{ role: "user" }] },
    ]);
  });

  it("[F43] a row holds as many earlier turns as an answer is given, however long the conversation was", () => {
    const turns = Array.from({ length: 5_000 }, (_, at) => ({ role: "customer" as const, text: `Question ${at}?` }));
    const examples = examplesOf({ conversation_id: "long", turns });

    expect(examples).toHaveLength(5_000);
    expect(examples[0]!.messages.map(({ content }) => content)).toEqual(["Question 0?"]);
    expect(examples[20]!.messages[0]!.content).toBe("Question 0?");
    const last = examples.at(-1)!.messages.map(({ content }) => content);
    expect([last.length, last[0], last.at(-1)]).toEqual([HISTORY_LIMIT + 1, "Question 4979?", "Question 4999?"]);
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

  it("[F20] leaves out what answers in another language, or cites a passage that changed", () => {
    const asked = "Wann kommt denn nun mein Paket an, das ich bei Ihnen bestellt habe?";
    const { rejects } = clean(
      [
        example(asked, { completion: "We will send it to you as soon as we have it in our shop." }),
        example(`${asked} Danke`, { completion: "Wir schicken es Ihnen, sobald es bei uns in der Filiale ist." }),
        example("OK?", { completion: "Ja." }),
        example("What is that?", { completion: "As it says [1].", passages: [{ passageId: "p", hash: "old" }] }),
      ],
      ({ passages }) => passages.some(({ hash }) => hash === "old"),
    );

    expect(rejects.map(({ example: { id }, reason }) => [id, reason])).toEqual([
      [`${asked}#0`, "reply in another language"],
      ["What is that?#0", "cites a changed passage"],
    ]);
  });

  it("[F20] of one intent's replies to the same question keeps the one that was approved most often", () => {
    const said = (conversation: string, completion: string, at: string) =>
      example("How long?", { conversation, completion, at });
    const { kept } = clean([
      said("a", "Ten days.", "2026-03-01T00:00:00Z"),
      said("b", "Two weeks.", "2026-01-01T00:00:00Z"),
      said("c", "Two weeks.", "2026-01-02T00:00:00Z"),
      example("How long?", { conversation: "d", completion: "About two weeks, dear.", verdict: "written" }),
    ]);

    expect(kept.map(({ conversation }) => conversation)).toEqual(["b", "d"]);
  });

  it("[F20] counts near-duplicates of a reviewed question once, and leaves unreviewed ones alone", () => {
    const long = "could you please tell me where the parcel that i sent on monday morning is right now";
    const bare = { completion: null, verdict: "unreviewed" as const, intent: null };
    const { kept, report } = clean([
      example(long),
      example(`${long}s`, { conversation: "b" }),
      example(`${long}!!x`, { conversation: "c", intent: "another", completion: "No." }),
      example(`${long}t`, { conversation: "d", ...bare }),
    ]);

    expect(kept).toHaveLength(3);
    expect(report.left).toMatchObject({ "near-duplicate": 1 });
    expect(report.caps).toEqual({ unreviewed: 12_000, intent: 2_000 });
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

  it("[F8] each intent is tested on its own newest, however the log is ordered, and enough stays to learn from", () => {
    const distinct = (text: string) => createHash("sha256").update(text).digest("hex");
    const year = (from: number, intent: string | null, count: number) =>
      Array.from({ length: count }, (_, at) => {
        const time = new Date(Date.UTC(from, 0, 1 + at)).toISOString();
        const asked = distinct(`${intent} ${at}`);
        return example(asked, intent === null ? { at: time, intent, completion: null } : { at: time, intent });
      });
    const log = [
      ...year(2020, "old", 100),
      ...year(2025, "new", 100),
      ...year(2026, "few", 14),
      ...year(2019, null, 50),
    ];
    const { train, test } = split(log);
    const years = (side: Example[], intent: string | null) =>
      side.filter((one) => one.intent === intent).map(({ at }) => at!);

    expect(["old", "new", "few", null].map((intent) => years(test, intent).length)).toEqual([15, 15, 4, 8]);
    for (const intent of ["old", "new", "few", null])
      expect(years(train, intent).at(-1)! < years(test, intent)[0]!).toBe(true);
    expect(
      split([...log].reverse())
        .test.map(({ id }) => id)
        .sort(),
    ).toEqual(test.map(({ id }) => id).sort());
  });

  it("[F8] an intent of which little is known is tested on eight rows where it has them to spare", () => {
    const distinct = (count: number, at: (day: number) => string | null) =>
      Array.from({ length: count }, (_, day) => example(String.fromCharCode(97 + day).repeat(9), { at: at(day) }));
    const sizes = (rows: Example[]) => [split(rows).train.length, split(rows).test.length];

    for (const at of [() => null, (day: number) => `2026-01-${day + 10}T00:00:00Z`]) {
      expect(sizes(distinct(20, at))).toEqual([12, 8]);
      expect(sizes(distinct(13, at))).toEqual([10, 3]);
      expect(sizes(distinct(1, at))).toEqual([1, 0]);
    }
  });

  it("[F8] a group of near-duplicates that is most of an intent stays in training", () => {
    const same = Array.from({ length: 20 }, (_, at) =>
      example("the same", { conversation: `c${at}`, at: "2026-02-01" }),
    );
    const others = Array.from({ length: 10 }, (_, at) => example("abcdefghij"[at]!.repeat(9), { at: "2026-01-01" }));

    expect(split([...same, ...others]).test).toHaveLength(8);
  });

  it("[F8] where some have times the newest of those are tested on, whatever zone they are written in", () => {
    const timed = Array.from({ length: 10 }, (_, hour) =>
      example(`${"abcdefghij"[hour]}`.repeat(9), { at: `2026-01-01T0${hour}:00:00${hour === 9 ? "+09:00" : "Z"}` }),
    );
    const timeless = Array.from({ length: 80 }, (_, at) => example(`${at}`.repeat(9), { at: at % 2 ? "soon" : null }));
    const { test } = split([...timed, ...timeless]);

    expect(test.flatMap(({ at }) => (at?.startsWith("2026") ? at : []))).toEqual([
      "2026-01-01T07:00:00Z",
      "2026-01-01T08:00:00Z",
    ]);
    expect(test.length).toBeGreaterThan(4);
    expect(test.length).toBeLessThan(30);
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
