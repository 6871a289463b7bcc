import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { collected } from "../../finetune/collect.ts";
import { readConversationLog } from "../../finetune/conversation-log.ts";
import { collect, folderOf, gathered } from "../../finetune/loop.ts";
import { erase } from "../../finetune/take-back.ts";
import { collectedLine } from "../../finetune/words/run-words.ts";
import { projectRoot, readConfig } from "../../src/config.ts";
import { pseudonymOf } from "../../src/privacy/pseudonym.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const line = (id: string) =>
  JSON.stringify({ conversation_id: id, extra: 1, turns: [{ role: "customer", text: "Where is it?", more: 2 }] });
const lines = ["a", "b"].map(line).join("\n");

function written(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}
const idsIn = (file: string) => readConversationLog(file).map(({ conversation_id }) => conversation_id);

describe("logs of other systems", () => {
  it("[F5] are none before anything was collected", () => {
    expect(collected(join(folder, "nowhere"))).toEqual([]);
  });

  it("[F5] are read as JSON lines, packed or not, with keys that nobody knows left out", () => {
    expect(idsIn(written("log.jsonl", lines))).toEqual(["a", "b"]);
    expect(idsIn(written("log.jsonl.gz", gzipSync(lines)))).toEqual(["a", "b"]);
    expect(readConversationLog(written("log.jsonl", line("a")))[0]).toEqual({
      conversation_id: "a",
      turns: [{ role: "customer", text: "Where is it?" }],
    });
  });

  it("[F5] are read as a table: a row with a reply is an approved answer, one without a labelled question", () => {
    const table = '﻿text,category,reply\n"Where, now?",track,On its way.\nIs it free?,fees,\nHello,,\n';
    const asked = { role: "customer", text: "Where, now?", intent: "track" };
    const reply = { role: "agent", text: "On its way.", review: { verdict: "approved" } };

    expect(readConversationLog(written("log.csv", table))).toEqual([
      { conversation_id: "log.csv:1", turns: [asked, reply] },
      { conversation_id: "log.csv:2", turns: [{ role: "customer", text: "Is it free?", intent: "fees" }] },
      { conversation_id: "log.csv:3", turns: [{ role: "customer", text: "Hello" }] },
    ]);
    expect(readConversationLog(written("log.csv.gz", gzipSync(table)))).toHaveLength(3);
  });

  it("[F5] may be empty", () => {
    for (const name of ["empty.jsonl", "empty.csv"]) expect(idsIn(written(name, ""))).toEqual([]);
    expect(idsIn(written("head.csv", "text,category\n"))).toEqual([]);
  });

  it("[F5] are refused by name with what is wrong with them", () => {
    const packed = gzipSync(lines);
    mkdirSync(join(folder, "folder.jsonl"));
    const wrong: [string, string][] = [
      [join(folder, "nowhere.jsonl"), "there is no such file"],
      [join(folder, "folder.jsonl"), "is a folder"],
      [written("cut.jsonl.gz", packed.subarray(0, packed.length / 2)), "is cut off"],
      [written("plain.jsonl.gz", lines), "is damaged, or is no gzip file although it is called .gz"],
      [written("wide.csv", Buffer.from("text,category\nWhere?,track\n", "utf16le")), "is no text in UTF-8"],
      [written("latin.csv", Buffer.from("text,category\nCafé?,food\n", "latin1")), "is no text in UTF-8"],
      [written("head.csv", "question,label\nWhere?,track\n"), 'has no column "text", only: question, label'],
      [
        written("quote.csv", 'text,category\na,b\n\n"a ""b"" c",c\n\n"Where,track\nmore\n'),
        "line 6: a quote is opened and never closed. A text in quotes writes a quote of its own twice",
      ],
      [written("behind.csv", 'text,category\n"a\nb","c" d\n'), "line 3: text goes on behind a closing quote. A text"],
      [
        written("within.csv", 'text,category\nWh"ere,track\n'),
        "line 2: a quote stands in the middle of a text that is",
      ],
      [
        written("long.csv", "text,category\nWhere?,track,more\n"),
        "line 2: it has 3 cells, and the first row has 2. A text with a comma must stand in quotes",
      ],
      [written("broken.jsonl", `${line("a")}\n{"conversation_id":`), "line 2 is not JSON"],
      [written("list.jsonl", "[]\n"), "line 1: line: "],
      [written("turns.jsonl", `${line("a")}\n{"turns": 1}\n`), "line 2: conversation_id"],
      [
        written("role.jsonl", JSON.stringify({ conversation_id: "a", turns: [{ role: "x" }] })),
        "line 1: turns.0.role: must be one of customer, agent, bot",
      ],
      [written("text.jsonl", JSON.stringify({ conversation_id: "a", turns: "x" })), "line 1: turns: must be a list"],
    ];
    for (const [file, problem] of wrong) {
      expect(() => readConversationLog(file)).toThrow(`${file}: `);
      expect(() => readConversationLog(file)).toThrow(problem);
    }
  });

  it("[F43] are refused by name where one conversation has more turns than 10,000", () => {
    const long = (turns: number) =>
      JSON.stringify({ conversation_id: "long", turns: Array(turns).fill({ role: "customer", text: "Hm?" }) });

    expect(idsIn(written("most.jsonl", long(10_000)))).toEqual(["long"]);
    expect(() => readConversationLog(written("more.jsonl", `${line("a")}\n${long(10_001)}`))).toThrow(
      "line 2: the conversation long has 10001 turns, and 10000 are the most. Divide it, or leave it out",
    );
  });

  it("[F44] are refused with the first ten lines that are wrong, and how many there are", async () => {
    const config = readConfig({ DATA_DIR: join(folder, "wrong") }, projectRoot());
    const wrong = written("wrong.jsonl", [line("a"), "{", "[]", line("b")].join("\n"));
    const many = written("many.jsonl", [line("a"), ...Array<string>(12).fill("{")].join("\n"));

    await expect(collect(config, [wrong])).rejects.toThrow(
      `${wrong}: 2 lines are wrong:\n  line 2 is not JSON\n  line 3: line: must be an object in braces`,
    );
    await expect(collect(config, [many])).rejects.toThrow(
      /: 12 lines are wrong, the first 10 of which are:\n {2}line 2 is not JSON\n(.*\n){8} {2}line 11 is not JSON$/,
    );
    expect(existsSync(folderOf(config, "collected"))).toBe(false);
  });

  it("[F25] are all read to their end before any of them is kept", async () => {
    const config = readConfig({ DATA_DIR: join(folder, "data") }, projectRoot());
    const good = written("good.jsonl", lines);
    const missing = join(folder, "missing.jsonl");

    await expect(collect(config, [good, missing])).rejects.toThrow("missing.jsonl: there is no such file");
    expect(existsSync(folderOf(config, "collected"))).toBe(false);
    expect(await collect(config, [good])).toMatchObject({ store: null, logs: [{ file: good, conversations: 2 }] });
    expect(readdirSync(folderOf(config, "collected"))).toHaveLength(1);
  });
});

describe("personal data beside the texts of a log", () => {
  const mail = "anna.lind@example.com";
  const personal = {
    ...{
      conversation_id: `${mail}-7`,
      language: `en ${mail}`,
      channel: `mail ${mail}`,
      tier: mail,
      licence: `by ${mail}`,
    },
    turns: [
      { role: "customer", text: "Where is it?", intent: `track for ${mail}`, at: mail },
      {
        ...{ role: "agent", text: "On its way.", instead_of: `Ask ${mail}` },
        review: { verdict: "corrected", text: `Write to ${mail}`, by: mail },
        passages: [{ passageId: mail, hash: mail }],
      },
    ],
  };
  const settings = { DATA_DIR: join(folder, "fields"), KNOWLEDGE_DIR: join(projectRoot(), "knowledge") };
  const config = readConfig(settings, projectRoot());
  const log = written("fields.jsonl", JSON.stringify(personal));

  it("[F3] is kept in no field, and a conversation and its reviewer stay the same ones", async () => {
    await collect(config, [log]);
    await collect(config, [log]);
    const kept = readdirSync(folderOf(config, "collected"));
    const [first, second] = kept.map((name) => readFileSync(join(folderOf(config, "collected"), name), "utf8"));

    expect(second).toBeUndefined();
    expect(first).not.toContain("anna.lind");
    expect(JSON.parse(first!)).toMatchObject({
      conversation_id: pseudonymOf(`${mail}-7`),
      tier: "[EMAIL_1]",
      turns: [{ intent: expect.stringMatching(/^p-/) }, { review: { by: pseudonymOf(mail) } }],
    });
  });

  it("[F3] [F14] is erased by the id that the log gave it, and does not come back", async () => {
    await erase(config, [personal.conversation_id]);
    expect(gathered(config)).toEqual([]);

    await collect(config, [log]);
    expect(gathered(config)).toEqual([]);
  });
});

describe("a log", () => {
  it("[F5] of another kind is refused by its name, and an empty one is said to be empty", () => {
    expect(() => readConversationLog(written("log.parquet", lines))).toThrow("is neither .jsonl nor .csv");
    expect(collectedLine("a", { conversations: 0, redacted: {} })).toBe("collected a: it holds no conversations");
  });
});
