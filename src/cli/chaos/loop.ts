import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { seededRandom } from "../../score/seeded-random.ts";

export type LoopChaos = {
  /** Kills of each verb. */
  rounds: number;
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

const VERBS = ["collect", "build", "split", "train", "evaluate", "promote"] as const;

/** Kills every verb of the learning loop at random moments, runs it again, and compares what came of it. */
export async function killTheLoop(chaos: LoopChaos): Promise<LoopChaosReport> {
  const random = seededRandom(chaos.seed);
  let kills = 0;
  for (const verb of VERBS) {
    const started = performance.now();
    await perform(chaos, verb, chaos.calm, null);
    const usual = performance.now() - started;
    for (let round = 0; round < chaos.rounds; round += 1) {
      if (await perform(chaos, verb, chaos.killed, random() * usual)) kills += 1;
    }
    await perform(chaos, verb, chaos.killed, null);
    chaos.say(`${verb}: killed, run again`);
  }
  return { seed: chaos.seed, kills, problems: differences(chaos.calm, chaos.killed) };
}

/** Whether it was killed before it ended. Throws when it fails by itself. */
async function perform(chaos: LoopChaos, verb: string, dataDir: string, killAfter: number | null): Promise<boolean> {
  const from = verb === "collect" ? ["--from", chaos.log] : [];
  const env = { ...chaos.environment, DATA_DIR: dataDir };
  const child = spawn(process.execPath, [...chaos.program, verb, ...from], {
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
  if (signal === null && code !== 0) throw new Error(`finetune ${verb} ended with exit code ${code}:\n${said}`);
  return signal !== null;
}

/** What serves and what it was made from; times of day and durations differ by nature. */
const COMPARED = ["models", join("finetune", "collected"), join("finetune", "datasets"), join("finetune", "dataset")];

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
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(dataDir, name)))
          .digest("hex"),
      ]),
  );
}
