import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot, readConfig } from "../config.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { readLabelledRows } from "./labelled-rows.ts";
import { type PlantedWorld, plantedWorld } from "./planted-world.ts";
import { type Figures, figuresOf } from "./planted-world-figures.ts";
import { readQuestions } from "./questions-file.ts";

const help = `
Usage: npm run bench -- planted-world --docs DIR --questions Q.jsonl --logs TRAIN.csv --test TEST.csv [options]

A help desk whose past is known: staff gave one fixed reply in each of some intents of TRAIN.csv (text, category), and
personal data is planted. After "finetune -- run" the questions of TEST.csv are asked as customers ask, and those of
Q.jsonl, which the documentation in DIR answers, before and after.

  --mixed LOG.jsonl.gz   a log that is mixed in as it is
  --intents N            intents that staff have a reply for (default: 20)
  --seeds 1,2,3          one world each (default: 1)
  --without-others       the questions of the other intents do not stand in the log
  --keep                 keeps the data folders and prints where they are
  --json                 one JSON object
`;

const options = {
  docs: { type: "string" },
  questions: { type: "string" },
  logs: { type: "string" },
  test: { type: "string" },
  mixed: { type: "string" },
  intents: { type: "string" },
  seeds: { type: "string" },
  "without-others": { type: "boolean" },
  keep: { type: "boolean" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;

async function run(values: Values, words: string[]): Promise<void> {
  const { docs, questions, logs, test, seeds = "1", intents = "20" } = values;
  if (!docs || !questions || !logs || !test || words.length > 0)
    throw new UsageError("--docs, --questions, --logs and --test are needed.");
  if (!/^\d+(,\d+)*$/.test(seeds)) throw new UsageError("--seeds must be whole numbers with commas between them.");
  if (!/^[1-9]\d*$/.test(intents)) throw new UsageError("--intents must be a whole number.");

  const rows = { train: readLabelledRows(logs), test: readLabelledRows(test), intents: Number(intents) };
  const figures: Figures[] = [];
  for (const seed of seeds.split(",").map(Number)) {
    const world = plantedWorld({ ...rows, others: !values["without-others"], seed });
    figures.push(await figuresFor(world, seed, { docs, questions, mixed: values.mixed, keep: values.keep ?? false }));
    if (!values.json) process.stdout.write(`${JSON.stringify(figures.at(-1), null, 2)}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ seeds: figures })}\n`);
}

type Place = { docs: string; questions: string; mixed: string | undefined; keep: boolean };

async function figuresFor(world: PlantedWorld, seed: number, place: Place): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "switchboard-planted-"));
  const environment = { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: place.docs };
  const config = readConfig(environment, projectRoot());
  // Below the temporary folder and not below DATA_DIR, which is searched for what was planted.
  const log = join(folder, "log.jsonl");
  writeFileSync(log, world.conversations.map((conversation) => `${JSON.stringify(conversation)}\n`).join(""));

  const from = [log, ...(place.mixed ? [place.mixed] : [])].flatMap((file) => ["--from", file]);
  const program = [join(projectRoot(), "scripts", "run.mjs"), "finetune", "run", ...from, "--json"];
  const ran = spawnSync(process.execPath, program, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  if (ran.status !== 0) throw new Error(`finetune -- run ended with exit code ${ran.status}`);

  const promoted = JSON.parse(ran.stdout.toString()).intents.filter(isPromoted).length;
  const figures = await figuresOf(config, world, readQuestions(place.questions));
  if (place.keep) process.stderr.write(`Kept: ${folder}\n`);
  else rmSync(folder, { recursive: true });
  return { seed, promoted, ...figures };
}

const isPromoted = ({ decision }: { decision: string }) => decision === "promoted";
