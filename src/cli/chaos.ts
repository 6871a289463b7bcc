import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { projectRoot } from "../config.ts";
import { type KillReport, killRounds } from "./chaos-kill.ts";
import { killTheLoop } from "./chaos-loop.ts";
import { runCommand, UsageError } from "./command-line.ts";

const help = `
Usage: npm run chaos -- kill [--rounds N] [--sockets N] [--seed N] [--json]
       npm run chaos -- finetune --from LOG [--rounds N] [--seed N] [--json]

Kills the server with SIGKILL at random moments while customers ask, starts it again, and checks that every
acknowledged message is there exactly once and every question has exactly one answer. Uses a data folder of its own.

finetune kills each verb of the learning loop N times (default: 3), runs it again, and compares dataset, model and
registry with those of a run that was left in peace.

  --rounds N   kills (default: 20)
  --sockets N  customers who ask all the time (default: 50)
  --seed N     repeats the moments of an earlier run (default: a new one, which is printed)
  --json       print one JSON object: seed, rounds, sockets, acknowledged, answered, problems
`;

const options = {
  rounds: { type: "string" },
  sockets: { type: "string" },
  seed: { type: "string" },
  from: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = { rounds?: string; sockets?: string; seed?: string; from?: string; json?: boolean };

async function run(values: Values, words: string[]): Promise<void> {
  if (words.join() === "finetune") return runLoop(values);
  const { rounds, sockets, seed, json } = values;
  if (words.join() !== "kill") throw new UsageError("Name what to kill: kill (the server) or finetune.");
  const folder = mkdtempSync(join(tmpdir(), "switchboard-chaos-"));
  writeFileSync(join(folder, "returns.md"), "# Returns\n\nYou can return a parcel within 30 days of delivery.\n");
  const plan = {
    rounds: whole("--rounds", rounds, 20),
    sockets: whole("--sockets", sockets, 50),
    seed: whole("--seed", seed, randomInt(2 ** 31)),
    program: [join(projectRoot(), "scripts", "start.mjs")],
    environment: { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: folder, RATE_LIMITS: "off", LOG_LEVEL: "error" },
    say: (line: string) => void process.stderr.write(`${line}\n`),
  };

  const report = await killRounds(plan);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : summaryOf(report));
  if (report.problems.length > 0) throw new Error(`${report.problems.length} promises broken. Data: ${folder}`);
  rmSync(folder, { recursive: true });
}

async function runLoop({ from, rounds, seed, json }: Values): Promise<void> {
  if (!from) throw new UsageError("--from LOG is needed.");
  const folder = mkdtempSync(join(tmpdir(), "switchboard-chaos-"));
  writeFileSync(join(folder, "returns.md"), "# Returns\n\nYou can return a parcel within 30 days of delivery.\n");
  const report = await killTheLoop({
    rounds: whole("--rounds", rounds, 3),
    seed: whole("--seed", seed, randomInt(2 ** 31)),
    program: [join(projectRoot(), "scripts", "run.mjs"), "finetune"],
    environment: { KNOWLEDGE_DIR: folder },
    log: resolve(from),
    calm: join(folder, "calm"),
    killed: join(folder, "killed"),
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  const lines = [`${report.kills} kills, seed ${report.seed}, ${report.problems.length} problems`, ...report.problems];
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${lines.join("\n")}\n`);
  if (report.problems.length > 0) throw new Error(`The end state differs. Data: ${folder}`);
  rmSync(folder, { recursive: true });
}

function whole(flag: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (!/^\d{1,10}$/.test(value)) throw new UsageError(`${flag} must be a whole number.`);
  return Number(value);
}

function summaryOf({ seed, rounds, sockets, acknowledged, answered, problems }: KillReport): string {
  const lines = [
    `${rounds} × kill -9 under load from ${sockets} sockets, seed ${seed}`,
    `${acknowledged} questions acknowledged, ${answered} answered, ${problems.length} problems`,
    ...problems.slice(0, 20),
  ];
  return `${lines.join("\n")}\n`;
}
