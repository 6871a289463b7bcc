import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { projectRoot } from "../../src/config.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const support = join(projectRoot(), "tests", "support");
const shop = join(support, "sample", "shop");

type Row = { text: string; category: string };
const rows: Row[] = parse(readFileSync(join(support, "banking", "train.csv")), { columns: true });
const categories = [...new Set(rows.map(({ category }) => category))].slice(0, 4);

/** So many texts of each of four categories, behind the first `from`. */
function table(name: string, from: number, many: number): string {
  const picked = categories.flatMap((category) =>
    rows.filter((row) => row.category === category).slice(from, from + many),
  );
  const quoted = (written: string) => `"${written.replaceAll('"', '""')}"`;
  const lines = picked.map((row) => `${quoted(row.text)},${quoted(row.category)}`);
  const file = join(folder, name);
  writeFileSync(file, ["text,category", ...lines].join("\n"));
  return file;
}
const train = table("train.csv", 0, 14);
const test = table("test.csv", 14, 4);
const questions = join(folder, "questions.jsonl");
const asked = [
  { question: "How long may I return the lamp?", relevant: ["returns.docx"], answer: "30 days" },
  { question: "How is the lamp wired?", relevant: ["guides/wiring.mdx"], answer: "by an electrician" },
  { question: "Who painted the Mona Lisa?", relevant: [] },
];
writeFileSync(questions, asked.map((one) => JSON.stringify(one)).join("\n"));

const labelled = ["--train", train, "--test", test];
const documented = ["--knowledge", shop, "--questions", questions];
const planted = ["--docs", shop, "--questions", questions, "--logs", train];

/** What each prints for programs; without an array's brackets where it prints one. What an earlier test file covers is not here. */
const COMMANDS: [string, string[], string[]][] = [
  ["eval intents", labelled, ["accuracy", "inScopeAccuracy", "auroc", "trainSeconds", "queryMsP50"]],
  ["eval discovery", ["--texts", train], ["numberTrue", "discovery", "kMeansToldTheNumber"]],
  ["eval gate", ["--candidates", "5"], ["candidates", "rows", "cases"]],
  ["eval canary", ["--canaries", "2", "--baseline", "50"], ["canaries", "cases"]],
  ["eval redaction", [], ["development", "heldOut", "secrets"]],
  ["eval verified", [...labelled, "--per-answer", "3"], ["precision", "recall", "servedWrong"]],
  ["eval leaks", ["--logs", train, "--intents", "2"], ["model", "attempts", "files", "exposure"]],
  ["eval advise", [...planted, "--seeds", "1"], ["seeds"]],
  ["bench planted-world", [...planted, "--test", test, "--intents", "2"], ["seeds"]],
  ["bench embedders", [...documented, "--of", "none"], ["embedder", "weight", "recall@3"]],
  ["bench learned", [...labelled, "--per-page", "2"], ["asked", "rows"]],
  ["bench parse", ["--pages", join(projectRoot(), "knowledge"), "--every", "20"], ["pages", "ingest"]],
  ["bench signals", documented, ["questions", "rows"]],
  ["bench tune", documented, ["trials", "rows"]],
  ["bench search", ["--pages", shop, "--peers", "0"], ["machine", "growth"]],
  ["bench vectors", ["--pages", join(projectRoot(), "knowledge"), "--most", "2000"], ["rows"]],
  ["bench staff", ["--messages", "1000"], ["rows"]],
  ["bench store", ["--questions", "100"], ["rows"]],
];

it.each(COMMANDS)(
  "[E14] %s prints one JSON object that programs can read",
  async (command, argv, keys) => {
    const env = { ...process.env, DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: "" };
    const program = [join(projectRoot(), "scripts", "run.mjs"), ...command.split(" "), ...argv, "--json"];
    const child = spawn(process.execPath, program, { cwd: projectRoot(), env, stdio: ["ignore", "pipe", "pipe"] });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);

    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trim().split("\n")).toHaveLength(1);
    const [printed] = [JSON.parse(stdout)].flat();
    expect(Object.keys(printed)).toEqual(expect.arrayContaining(keys));
  },
  300_000,
);
