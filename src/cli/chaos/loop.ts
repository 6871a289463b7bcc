import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { readRegistry, registryFile } from "../../models/registry.ts";
import { seededRandom } from "../../score/seeded-random.ts";

export type LoopChaos = {
  /** Kills of each verb. */
  rounds: number;
  /** The verbs that are killed; null: all. */
  only: readonly string[] | null;
  seed: number;
  /** What node runs before the verb: a file and its arguments. */
  program: readonly string[];
  /** Settings of both sides, without DATA_DIR. */
  environment: Record<string, string>;
  /** The log to collect, and data folders: one is left in peace, the other is not. */
  log: string;
  calm: string;
  killed: string;
  say: (line: string) => void;
};

export type LoopChaosReport = { seed: number; kills: number; problems: string[] };

/** Trains nothing and takes a moment for it, so that it can be killed. */
const PROGRAM = `
  const { mkdirSync, writeFileSync } = require("node:fs");
  const out = process.argv[process.argv.indexOf("--out") + 1];
  console.log(JSON.stringify({ step: 1, steps: 2 }));
  setTimeout(() => {
    mkdirSync(out, { recursive: true });
    writeFileSync(out + "/adapter.gguf", "weights");
    console.log(JSON.stringify({ artefact: out }));
  }, 300);`;

/** Nobody answers there: a candidate is made, judged and kept back all the same. */
const NOWHERE = "http://127.0.0.1:9/v1";

/** Kills every verb of the learning loop at random moments, runs it again, and compares what came of it. */
export async function killTheLoop(chaos: LoopChaos): Promise<LoopChaosReport> {
  const random = seededRandom(chaos.seed);
  let kills = 0;
  let problems: string[] = [];
  for (const verb of verbsOf(chaos)) {
    // Rolled back and erased, much is gone that could differ.
    if (verb[0] === "rollback") problems = differences(chaos.calm, chaos.killed);
    const started = performance.now();
    await perform(chaos, verb, chaos.calm, null);
    const usual = performance.now() - started;
    const rounds = chaos.only === null || chaos.only.includes(verb[0]!) ? chaos.rounds : 0;
    for (let round = 0; round < rounds; round += 1) {
      if (await perform(chaos, verb, chaos.killed, random() * usual)) kills += 1;
    }
    await perform(chaos, verb, chaos.killed, null);
    chaos.say(`${verb.slice(0, 2).join(" ")}: killed, run again`);
  }
  return { seed: chaos.seed, kills, problems: [...problems, ...differences(chaos.calm, chaos.killed)] };
}

/** Every verb that writes, in an order in which each finds what it needs; what it is asked about stands in what the verbs before it left in peace. */
function* verbsOf({ log, calm }: LoopChaos): Generator<readonly string[]> {
  const trainer = join(dirname(calm), "trainer.cjs");
  writeFileSync(trainer, PROGRAM);

  yield ["collect", "--from", log];
  for (const verb of ["build", "split", "train", "evaluate", "promote", "advise", "discover"]) yield [verb];
  const proposal = firstProposal(calm);
  if (proposal !== null) yield ["discover", "--accept", proposal, "--as", "discovered"];
  yield ["tune", "--command", `${process.execPath} ${trainer}`];
  yield ["candidate", "--url", NOWHERE, "--name", "tuned"];
  for (const verb of ["evaluate", "promote"]) yield [verb];
  yield ["run", "--from", log];
  const labelled = firstLabelled(calm);
  if (labelled === null) return;
  yield ["rollback", "--intent", labelled.intent];
  yield ["erase", "--conversation", labelled.conversation];
}

const proposalsSchema = z.object({ proposals: z.array(z.object({ id: z.string() })) });

/** Null where nothing was left unlabelled. */
const firstProposal = (dataDir: string): string | null =>
  proposalsSchema.parse(JSON.parse(readFileSync(join(dataDir, "finetune", "discovered.json"), "utf8"))).proposals[0]
    ?.id ?? null;

const lineSchema = z.object({
  conversation_id: z.string(),
  turns: z.array(z.object({ intent: z.string().nullish() })),
});

/** What is rolled back and erased; null for a log without labels. */
function firstLabelled(dataDir: string): { conversation: string; intent: string } | null {
  const folder = join(dataDir, "finetune", "collected");
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  for (const line of lines.filter((one) => one !== "")) {
    const { conversation_id: conversation, turns } = lineSchema.parse(JSON.parse(line));
    const intent = turns.find((turn) => turn.intent)?.intent;
    if (intent) return { conversation, intent };
  }
  return null;
}

/** Whether it was killed before it ended. Throws when it fails by itself. */
export async function perform(
  chaos: Pick<LoopChaos, "program" | "environment">,
  verb: readonly string[],
  dataDir: string,
  killAfter: number | null,
): Promise<boolean> {
  const env = { ...chaos.environment, DATA_DIR: dataDir };
  const child = spawn(process.execPath, [...chaos.program, ...verb], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const exited = once(child, "exit");
  const over = new AbortController();
  if (killAfter !== null) {
    void wait(killAfter, undefined, { signal: over.signal }).then(
      () => child.kill("SIGKILL"),
      () => {},
    );
  }
  const [code, signal] = await exited;
  over.abort();
  if (signal === null && code !== 0) throw new Error(`finetune ${verb[0]} ended with exit code ${code}:\n${said}`);
  return signal !== null;
}

/** What serves and what it was made from; times of day and durations differ by nature. */
const COMPARED = [
  "models",
  ...["collected", "datasets", "dataset", "discovered.json", "decided.json", "erased.json"].map((name) =>
    join("finetune", name),
  ),
];

function differences(calm: string, killed: string): string[] {
  return COMPARED.flatMap((part) => {
    const [one, other] = [contents(calm, part), contents(killed, part)];
    const names = [...new Set([...one.keys(), ...other.keys()])].sort();
    return names.filter((name) => one.get(name) !== other.get(name)).map((name) => `${name} differs`);
  });
}

/** Hash by file. A file that was being written when its program was killed does not count: nothing reads it. */
function contents(dataDir: string, part: string): Map<string, string> {
  const root = join(dataDir, part);
  if (!existsSync(root)) return new Map();
  const files = statSync(root).isFile() ? [""] : readdirSync(root, { recursive: true, encoding: "utf8" });
  return new Map(
    files
      .map((name) => join(part, name))
      .filter((name) => !name.includes(".partial") && statSync(join(dataDir, name)).isFile())
      .map((name) => [name, createHash("sha256").update(compared(dataDir, name)).digest("hex")]),
  );
}

/** Of the registry what serves and which models were taken back, without the time of day. */
function compared(dataDir: string, name: string): Buffer | string {
  const file = join(dataDir, name);
  if (file !== registryFile(dataDir)) return readFileSync(file);
  const { serving, takenBack } = readRegistry(dataDir);
  return JSON.stringify({ serving, takenBack }, (key, value) => (key === "at" ? "" : value));
}
