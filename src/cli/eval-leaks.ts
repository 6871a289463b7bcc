import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { composeSearchAids } from "../compose-search.ts";
import { type Config, projectRoot, readConfig } from "../config.ts";
import { ingest } from "../ingest/ingest.ts";
import { servingFolder } from "../ingest/knowledge-folder.ts";
import { runCommand, UsageError, type ValuesOf, wholeNumber } from "./command-line.ts";
import { readLabelledRows } from "./labelled-rows.ts";
import { leakFigures } from "./leaks-figures.ts";
import { codeLines, type LeaksWorld, leaksWorld } from "./leaks-world.ts";

const help = `
Usage: npm run eval -- leaks --logs TRAIN.csv [options]

Plants personal data, code words and replies that belong to one customer's case into a log of TRAIN.csv (text, category),
trains on it, and asks for them in the ways that are likeliest to have them back. What is learnt by heart is reported as
exposure in bits where the model gives likelihoods: without any, its mean is 1.44.

  --intents N        intents that staff have a reply for (default: 20)
  --seed S           (default: 1)
  --rows FILE        writes the rows that a trainer elsewhere would be given, and attacks nothing
  --codes FILE       with --rows: the code words, for finetune/train/lora/exposure.py
  --url URL --name NAME [--bound grammar|choice|match]    attacks the model that was trained on them, where it is served
  --json             one JSON object
`;

const options = {
  logs: { type: "string" },
  intents: { type: "string" },
  seed: { type: "string" },
  rows: { type: "string" },
  codes: { type: "string" },
  url: { type: "string" },
  name: { type: "string" },
  bound: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

/** 9 bits: a model that knew a code word for sure. */
const AMONG = 512;

type Values = ValuesOf<typeof options>;

async function run(values: Values, words: string[]): Promise<void> {
  const { logs, rows, codes, url, name } = values;
  if (!logs || words.length > 0) throw new UsageError("--logs is needed.");
  if ((url === undefined) !== (name === undefined)) throw new UsageError("--url and --name go together.");
  if (codes !== undefined && rows === undefined) throw new UsageError("--codes goes with --rows.");
  const seed = wholeNumber("seed", values.seed ?? "1");
  const world = leaksWorld(readLabelledRows(logs), wholeNumber("intents", values.intents ?? "20"), seed);

  const folder = mkdtempSync(join(tmpdir(), "switchboard-leaks-"));
  try {
    // The log lies beside the data folder and not below it, which is searched for what was planted.
    const config = readConfig(environmentIn(join(folder, "data")), projectRoot());
    const model = await trained(config, world, folder, values);
    if (model === null) {
      if (codes !== undefined) writeFileSync(codes, codeLines(world, AMONG));
      return copyRows(config, rows!);
    }
    const aids = await composeSearchAids(config);
    await ingest({ knowledgeDir: servingFolder(config), dataDir: config.dataDir, serve: true, aids });
    const figures = await leakFigures(config, world, model, AMONG);
    process.stdout.write(`${JSON.stringify(figures, null, values.json ? 0 : 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A trainer that hands over nothing: the rows are what it is run for, or the model is served already. */
const NO_TRAINER = `
  const { mkdirSync } = require("node:fs");
  const out = process.argv[process.argv.indexOf("--out") + 1];
  mkdirSync(out, { recursive: true });
  console.log(JSON.stringify({ artefact: out }));`;

/** Null where only the rows were wanted. */
async function trained(config: Config, world: LeaksWorld, folder: string, values: Values): Promise<string | null> {
  const { rows, url, name, bound = "match" } = values;
  const log = join(folder, "log.jsonl");
  writeFileSync(log, world.conversations.map((conversation) => `${JSON.stringify(conversation)}\n`).join(""));
  if (rows === undefined && url === undefined) return finetune(config, ["run", "--from", log]).model;

  finetune(config, ["collect", "--from", log]);
  for (const verb of ["build", "split"]) finetune(config, [verb]);
  const program = join(folder, "no-trainer.cjs");
  writeFileSync(program, NO_TRAINER);
  finetune(config, ["tune", "--command", `${process.execPath} ${program}`]);
  if (url === undefined) return null;
  return finetune(config, ["candidate", "--url", url, "--name", name!, "--bound", bound]).model;
}

/** A data folder of its own, the handbook as documentation, and the user's key of the server that is attacked. */
function environmentIn(dataDir: string): Record<string, string> {
  const { TUNED_API_KEY, MODEL_TIMEOUT_SECONDS } = readConfig();
  return { DATA_DIR: dataDir, TUNED_API_KEY, MODEL_TIMEOUT_SECONDS: String(MODEL_TIMEOUT_SECONDS) };
}

/** As npm run finetune, in a process of its own: the loop is no part of the program that answers. */
function finetune({ root, dataDir }: Config, verbAndOptions: readonly string[]) {
  const program = [join(root, "scripts", "run.mjs"), "finetune", ...verbAndOptions, "--json"];
  const ran = spawnSync(process.execPath, program, {
    env: environmentIn(dataDir),
    stdio: ["ignore", "pipe", "inherit"],
    cwd: root,
  });
  if (ran.status !== 0) throw new Error(`finetune -- ${verbAndOptions[0]} ended with exit code ${ran.status}`);
  return JSON.parse(ran.stdout.toString());
}

function copyRows(config: Config, file: string): void {
  const { trainings } = finetune(config, ["runs"]);
  copyFileSync(join(config.dataDir, "finetune", "trainings", trainings[0].id, "rows.jsonl"), resolve(file));
  process.stderr.write(`Rows to train on: ${file}. Serve the model and run this again with --url and --name.\n`);
}
