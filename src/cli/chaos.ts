import { randomInt } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { projectRoot } from "../config.ts";
import { seededRandom } from "../score/seeded-random.ts";
import { databaseDamage, indexDamage } from "./chaos/damage.ts";
import { killRounds } from "./chaos/kill.ts";
import { killTheLoop } from "./chaos/loop.ts";
import { modelFaults } from "./chaos/model.ts";
import { ingestKill, twoServers } from "./chaos/process.ts";
import { type ChaosKind, chaosRounds, type KindReport } from "./chaos/round.ts";
import { runCommand, UsageError } from "./command-line.ts";
import { aboutThisRun, reportPage } from "./report-page.ts";

const help = `
Usage: npm run chaos -- KIND [--rounds N] [--sockets N] [--seed N] [--report NAME] [--json]

Breaks things on purpose, in data folders of its own, and checks what was promised.

  kill         SIGKILL at random moments while customers ask: every acknowledged message is there exactly once, and
               every question has exactly one answer
  index        files of the index cut, overwritten, a bit changed: named as damaged, or answering as before
  database     the database cut or overwritten: refused and left as it is, or whole
  model        a model server that hangs, babbles, breaks off, sends 10 MB: every answer ends, quoted instead
  ingest       SIGKILL at random moments of an ingest: the old index or the new one
  two-servers  a second server on the same data folder is refused
  finetune     needs --from LOG: kills each verb of the learning loop N times (default: 3), runs it again, and compares
               dataset, model and registry with those of a run that was left in peace
  all          all of them but finetune, --rounds over all

  --rounds N     faults (default: 20)
  --sockets N    customers who ask all the time while servers are killed (default: 50)
  --seed N       repeats an earlier run (default: a new one, which is printed)
  --from LOG     conversations that the learning loop learns from
  --report NAME  write NAME.md, too
  --json         print one JSON object: seed, kinds of { kind, rounds, ended, problems }
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

const STAGES: Readonly<Record<string, ChaosKind>> = {
  index: indexDamage,
  database: databaseDamage,
  model: modelFaults,
  ingest: ingestKill,
  "two-servers": twoServers,
};

/** Of all rounds. What starts processes takes seconds for each. */
const SHARES: Readonly<Record<string, number>> = {
  kill: 0.04,
  index: 0.4,
  database: 0.26,
  model: 0.22,
  ingest: 0.05,
  "two-servers": 0.03,
};

async function run(values: Values, words: string[]): Promise<void> {
  const [kind = ""] = words;
  if (words.length !== 1 || !(Object.hasOwn(SHARES, kind) || kind === "finetune" || kind === "all")) {
    throw new UsageError(`Name what to break: ${Object.keys(SHARES).join(", ")}, finetune or all.`);
  }
  if (kind === "finetune" && !values.from) throw new UsageError("--from LOG is needed.");
  const plan = {
    rounds: whole("--rounds", values.rounds, kind === "finetune" ? 3 : 20),
    sockets: whole("--sockets", values.sockets, 50),
    seed: whole("--seed", values.seed, randomInt(2 ** 31)),
    from: values.from,
  };
  say(`Seed ${plan.seed}.`);
  const shares = kind === "all" ? Object.entries(SHARES) : [[kind, 1] as const];
  const kinds: KindReport[] = [];
  for (const [name, share] of shares) {
    kinds.push(await roundsOf(name, { ...plan, rounds: Math.max(1, Math.round(plan.rounds * share)) }));
  }
  tell({ seed: plan.seed, kinds }, kind, values);
}

async function roundsOf(kind: string, plan: Plan): Promise<KindReport> {
  const folder = mkdtempSync(join(tmpdir(), `switchboard-chaos-${kind}-`));
  const stage = STAGES[kind];
  const report = stage
    ? await chaosRounds(kind, await stage(folder), { rounds: plan.rounds, random: seededRandom(plan.seed), say })
    : await (kind === "finetune" ? loopKills : kills)(folder, plan);
  if (report.problems.length === 0) rmSync(folder, { recursive: true });
  else say(`What was broken is left in ${folder}`);
  return report;
}

async function kills(folder: string, plan: Plan): Promise<KindReport> {
  writePage(folder);
  const { rounds, acknowledged, answered, problems } = await killRounds({
    ...plan,
    program: [join(projectRoot(), "scripts", "start.mjs")],
    environment: { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: folder, RATE_LIMITS: "off", LOG_LEVEL: "error" },
    say,
  });
  return { kind: "kill", rounds, ended: { acknowledged, answered }, problems };
}

async function loopKills(folder: string, { rounds, seed, from = "" }: Plan): Promise<KindReport> {
  writePage(folder);
  const report = await killTheLoop({
    rounds,
    only: null,
    seed,
    program: [join(projectRoot(), "scripts", "run.mjs"), "finetune"],
    environment: { KNOWLEDGE_DIR: folder },
    log: resolve(from),
    calm: join(folder, "calm"),
    killed: join(folder, "killed"),
    say,
  });
  return { kind: "finetune", rounds: report.kills, ended: {}, problems: report.problems };
}

function writePage(folder: string): void {
  writeFileSync(join(folder, "returns.md"), "# Returns\n\nYou can return a parcel within 30 days of delivery.\n");
}

function whole(flag: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (!/^\d{1,10}$/.test(value)) throw new UsageError(`${flag} must be a whole number.`);
  return Number(value);
}

function tell(result: { seed: number; kinds: KindReport[] }, kind: string, { report, json, rounds }: Values): void {
  const problems = result.kinds.flatMap((one) => one.problems);
  const command = `npm run chaos -- ${kind} --rounds ${rounds ?? 20} --seed ${result.seed}`;
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${tableOf(result.kinds)}\n`);
  if (report) {
    const intro = `${aboutThisRun()}, seed ${result.seed}; ${problems.length} problems.`;
    mkdirSync(resolve(report, ".."), { recursive: true });
    writeFileSync(`${resolve(report)}.md`, reportPage("Faults", command, intro, tableOf(result.kinds)));
  }
  if (problems.length > 0) throw new Error(`${problems.length} promises broken:\n${problems.slice(0, 20).join("\n")}`);
}

/** As Markdown has it. */
function tableOf(kinds: KindReport[]): string {
  const rows = kinds.map(({ kind, rounds, ended, problems }) => {
    const ends = Object.entries(ended).map(([end, count]) => `${end} (${count})`);
    return `| ${kind} | ${rounds} | ${ends.join(", ")} | ${problems.length} |`;
  });
  return ["| fault | rounds | ended | problems |", "|---|---|---|---|", ...rows].join("\n");
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
