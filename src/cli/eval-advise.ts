import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeSearchAids } from "../compose-search.ts";
import { projectRoot, readConfig } from "../config.ts";
import { ingest } from "../ingest/ingest.ts";
import type { Advice } from "../protocol/advice.ts";
import { type AdvisedWorld, advisedWorld } from "./advised-world.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { readLabelledRows } from "./labelled-rows.ts";
import { readQuestions } from "./questions-file.ts";

const help = `
Usage: npm run eval -- advise --docs DIR --questions Q.jsonl --logs TRAIN.csv [--seeds 1,2,3] [--json]

A help desk of which it is known what each intent needs: those of TRAIN.csv (text, category), whose answers stand in no
page of DIR, with one reply, few rows, no reviews, a reply for each case, or a tuned model that a page has overtaken; and
questions of Q.jsonl that pages answer, rightly or not any more. Shows how often "finetune -- advise" recommends what was
planted.
`;

const options = {
  docs: { type: "string" },
  questions: { type: "string" },
  logs: { type: "string" },
  seeds: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;

async function run({ docs, questions, logs, seeds = "1,2,3", json }: Values): Promise<void> {
  if (!docs || !questions || !logs) throw new UsageError("--docs, --questions and --logs are needed.");
  if (!/^\d+(,\d+)*$/.test(seeds)) throw new UsageError("--seeds must be whole numbers with commas between them.");
  const niche = readLabelledRows(logs);
  const documented = readQuestions(questions);

  const figures: Figures[] = [];
  for (const seed of seeds.split(",").map(Number)) {
    figures.push(await figuresFor(advisedWorld({ niche, documented, seed }), seed, docs));
  }
  const text = figures.map((one) => JSON.stringify(one, null, 2)).join("\n");
  process.stdout.write(`${json ? JSON.stringify({ seeds: figures }) : text}\n`);
}

type Figures = {
  seed: number;
  intents: number;
  right: number;
  share: number;
  /** Right of those planted, by what was planted. */
  planted: Record<string, string>;
  missed: string[];
};

async function figuresFor(world: AdvisedWorld, seed: number, docs: string): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "switchboard-advised-"));
  try {
    const knowledgeDir = join(folder, "docs");
    cpSync(docs, knowledgeDir, { recursive: true });
    const environment = { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: knowledgeDir };
    const config = readConfig(environment, projectRoot());
    const aids = await composeSearchAids(config);
    const read = () => ingest({ knowledgeDir, dataDir: config.dataDir, serve: true, aids });
    const log = (name: string, conversations: AdvisedWorld["before"]) => {
      writeFileSync(join(folder, name), conversations.map((one) => `${JSON.stringify(one)}\n`).join(""));
      return ["--from", join(folder, name)];
    };

    await read();
    finetune(["run", ...log("before.jsonl", world.before)], environment);
    for (const [path, page] of world.pages) writeFileSync(join(knowledgeDir, path), page);
    await read();
    finetune(["collect", ...log("log.jsonl", world.conversations)], environment);
    return compared(finetune(["advise", "--seed", String(seed)], environment) as Advice, world, seed);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As its own command line: evaluation measures what engineers run. */
function finetune(argv: string[], env: NodeJS.ProcessEnv): unknown {
  const program = [join(projectRoot(), "scripts", "run.mjs"), "finetune", ...argv, "--json"];
  const ran = spawnSync(process.execPath, program, { env, stdio: ["ignore", "pipe", "ignore"], maxBuffer: 2 ** 28 });
  if (ran.status !== 0) throw new Error(`finetune -- ${argv[0]} ended with exit code ${ran.status}`);
  return JSON.parse(ran.stdout.toString());
}

function compared({ intents }: Advice, { implied }: AdvisedWorld, seed: number): Figures {
  const missed = intents
    .filter(({ intent, recommendation }) => implied.get(intent) !== recommendation)
    .map(
      ({ intent, recommendation, reasons }) =>
        `${intent}: ${recommendation} for ${implied.get(intent)} (${reasons[0]})`,
    );
  const right = intents.length - missed.length;
  return {
    seed,
    intents: intents.length,
    right,
    share: right / intents.length,
    planted: byKind(intents, implied),
    missed,
  };
}

function byKind(intents: Advice["intents"], implied: AdvisedWorld["implied"]): Figures["planted"] {
  const kinds = [...new Set(implied.values())];
  return Object.fromEntries(
    kinds.map((kind) => {
      const own = intents.filter(({ intent }) => implied.get(intent) === kind);
      return [kind, `${own.filter(({ recommendation }) => recommendation === kind).length} of ${own.length}`];
    }),
  );
}
