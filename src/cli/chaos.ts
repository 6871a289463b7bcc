import { randomInt } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { projectRoot } from "../config.ts";
import { seededRandom } from "../score/seeded-random.ts";
import { backupFaults } from "./chaos/backup.ts";
import { clockJumps } from "./chaos/clock.ts";
import { databaseDamage, indexDamage } from "./chaos/damage.ts";
import { diskFull, readOnly } from "./chaos/disk.ts";
import { helpDeskLog } from "./chaos/help-desk.ts";
import { kill, streamKill } from "./chaos/kill.ts";
import { killTheLoop } from "./chaos/loop.ts";
import { migrationKill } from "./chaos/migration.ts";
import { modelDrops, modelFaults } from "./chaos/model.ts";
import { ingestKill, twoServers } from "./chaos/process.ts";
import { type ChaosKind, type ChaosMeans, chaosRounds, type KindReport } from "./chaos/round.ts";
import { trainingKill } from "./chaos/training.ts";
import { modelDamage } from "./chaos/tuned-model.ts";
import { runCommand, UsageError } from "./command-line.ts";
import { aboutThisRun, reportPage } from "./report-page.ts";

const help = `
Usage: npm run chaos -- KIND [--rounds N] [--sockets N] [--seed N] [--report NAME] [--json]

Breaks things on purpose, in data folders of its own, and checks what was promised.

  kill         SIGKILL at random moments while customers ask: every acknowledged message is there exactly once, and
               every question has exactly one answer
  stream       SIGKILL while a model's answers are being read: each ends exactly once
  disk-full    the disk is full: questions are refused as busy, the server lives and goes on once there is room
  read-only    a data folder that cannot be written to: refused by name, left as it is
  clock        the clock jumps by hours, ahead and back: nothing lost, doubled or out of order
  index        files of the index cut, overwritten, a bit changed: named as damaged, or answering as before
  database     the database cut or overwritten: refused and left as it is, or whole
  tuned-model  a tuned model or the registry damaged: named, and the documentation answers
  migration    SIGKILL in the middle of a migration: one version or the other, with everything in it
  ingest       SIGKILL at random moments of an ingest: the old index or the new one
  training     SIGKILL at random moments of a training: no model or the whole one, and the same one again
  backup       backups under load, killed and damaged, and killed restores: whole, or nothing
  model        a model server that hangs, babbles, breaks off, sends 10 MB, has no address: every answer ends, quoted
  drops        a model server that drops the connection at every byte of its reply, 24 of them a round
  two-servers  a second server on the same data folder is refused
  finetune     kills each verb of the learning loop N times (default: 3), runs it again, and compares logs, proposals,
               decisions, dataset, model and registry with those of a run that was left in peace
  all          all of them but finetune, --rounds over all

  --rounds N     faults (default: 20)
  --sockets N    customers who ask all the time while servers are killed (default: 50)
  --seed N       repeats an earlier run (default: a new one, which is printed)
  --from LOG     conversations that the learning loop learns from (default: a small made-up help desk's)
  --report NAME  write NAME.md, too
  --json         print one JSON object: seed, kinds of { kind, rounds, ended, problems, seconds }
`;

const options = {
  rounds: { type: "string" },
  sockets: { type: "string" },
  seed: { type: "string" },
  from: { type: "string" },
  report: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = { rounds?: string; sockets?: string; seed?: string; from?: string; report?: string; json?: boolean };
type Plan = { rounds: number; sockets: number; seed: number; from: string | undefined };

type Kind = { of: ChaosKind; share: number };

/** `share`: of all rounds. What starts processes takes seconds for each. */
const KINDS: Readonly<Record<string, Kind>> = {
  kill: { of: kill, share: 0.03 },
  stream: { of: streamKill, share: 0.02 },
  "disk-full": { of: diskFull, share: 0.02 },
  "read-only": { of: readOnly, share: 0.02 },
  clock: { of: clockJumps, share: 0.02 },
  index: { of: indexDamage, share: 0.32 },
  database: { of: databaseDamage, share: 0.2 },
  "tuned-model": { of: modelDamage, share: 0.08 },
  migration: { of: migrationKill, share: 0.05 },
  ingest: { of: ingestKill, share: 0.03 },
  training: { of: trainingKill, share: 0.01 },
  backup: { of: backupFaults, share: 0.02 },
  model: { of: modelFaults, share: 0.1 },
  drops: { of: modelDrops, share: 0.06 },
  "two-servers": { of: twoServers, share: 0.02 },
};

async function run(values: Values, words: string[]): Promise<void> {
  const [kind = ""] = words;
  if (words.length !== 1 || !(Object.hasOwn(KINDS, kind) || kind === "finetune" || kind === "all")) {
    throw new UsageError(`Name what to break: ${Object.keys(KINDS).join(", ")}, finetune or all.`);
  }
  const plan = {
    rounds: whole("--rounds", values.rounds, kind === "finetune" ? 3 : 20),
    sockets: whole("--sockets", values.sockets, 50),
    seed: whole("--seed", values.seed, randomInt(2 ** 31)),
    from: values.from,
  };
  say(`Seed ${plan.seed}.`);
  const shares = Object.entries(KINDS).map(([name, { share }]) => [name, share] as const);
  const kinds: KindReport[] = [];
  for (const [name, share] of kind === "all" ? shares : [[kind, 1] as const]) {
    kinds.push(await roundsOf(name, { ...plan, rounds: Math.max(1, Math.round(plan.rounds * share)) }));
  }
  tell({ seed: plan.seed, kinds }, kind, values);
}

async function roundsOf(kind: string, plan: Plan): Promise<KindReport> {
  const folder = mkdtempSync(join(tmpdir(), `switchboard-chaos-${kind}-`));
  const report = kind === "finetune" ? await loopKills(folder, plan) : await faultsOf(kind, folder, plan);
  if (report.problems.length === 0) rmSync(folder, { recursive: true });
  else say(`What was broken is left in ${folder}`);
  return report;
}

async function faultsOf(kind: string, folder: string, { rounds, seed, sockets }: Plan): Promise<KindReport> {
  const script = (name: string) => join(projectRoot(), "scripts", name);
  const means: ChaosMeans = { server: [script("start.mjs")], command: [script("run.mjs")], sockets };
  return chaosRounds(kind, () => KINDS[kind]!.of(folder, means), { rounds, random: seededRandom(seed), say });
}

async function loopKills(folder: string, { rounds, seed, from }: Plan): Promise<KindReport> {
  writePage(folder);
  const log = join(folder, "log.jsonl");
  if (from === undefined) writeFileSync(log, helpDeskLog());
  const started = performance.now();
  const report = await killTheLoop({
    rounds,
    only: null,
    seed,
    program: [join(projectRoot(), "scripts", "run.mjs"), "finetune"],
    environment: { KNOWLEDGE_DIR: folder },
    log: from === undefined ? log : resolve(from),
    calm: join(folder, "calm"),
    killed: join(folder, "killed"),
    say,
  });
  const seconds = Math.round((performance.now() - started) / 1_000);
  return { kind: "finetune", rounds: report.kills, ended: {}, problems: report.problems, seconds };
}

function writePage(folder: string): void {
  writeFileSync(join(folder, "returns.md"), "# Returns\n\nYou can return a parcel within 30 days of delivery.\n");
}

function whole(flag: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (!/^\d{1,10}$/.test(value)) throw new UsageError(`${flag} must be a whole number.`);
  return Number(value);
}

function tell(
  result: { seed: number; kinds: KindReport[] },
  kind: string,
  { report, json, rounds, from }: Values,
): void {
  const problems = result.kinds.flatMap((one) => one.problems);
  const given = rounds ?? (kind === "finetune" ? 3 : 20);
  const command = `npm run chaos -- ${kind} --rounds ${given} --seed ${result.seed}${from ? ` --from ${from}` : ""}`;
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${tableOf(result.kinds)}\n`);
  if (report) {
    const rounds = result.kinds.reduce((sum, one) => sum + one.rounds, 0);
    const seconds = result.kinds.reduce((sum, one) => sum + one.seconds, 0);
    const intro = `${aboutThisRun()}, seed ${result.seed}: ${rounds} rounds in ${Math.round(seconds / 60)} minutes, ${problems.length} problems.`;
    mkdirSync(resolve(report, ".."), { recursive: true });
    writeFileSync(`${resolve(report)}.md`, reportPage("Faults", command, intro, tableOf(result.kinds)));
  }
  if (problems.length > 0) throw new Error(`${problems.length} promises broken:\n${problems.slice(0, 20).join("\n")}`);
}

/** As Markdown has it. */
function tableOf(kinds: KindReport[]): string {
  const rows = kinds.map(({ kind, rounds, ended, problems, seconds }) => {
    const ends = Object.entries(ended).map(([end, count]) => `${end} (${count})`);
    return `| ${kind} | ${rounds} | ${ends.join(", ")} | ${problems.length} | ${seconds} |`;
  });
  return ["| fault | rounds | ended | problems | seconds |", "|---|---|---|---|---|", ...rows].join("\n");
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
