import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { projectRoot } from "../config.ts";
import { seededRandom } from "../score/seeded-random.ts";
import { chosenKinds, endsOf, inFolders, say, seedFrom, tellOutcome } from "./broken-promises.ts";
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
import { runCommand, type ValuesOf, wholeNumber } from "./command-line.ts";

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

type Values = ValuesOf<typeof options>;
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
  const { kind, names } = chosenKinds(words, Object.keys(KINDS), ["finetune"]);
  const rounds = values.rounds === undefined ? (kind === "finetune" ? 3 : 20) : wholeNumber("rounds", values.rounds);
  const sockets = values.sockets === undefined ? 50 : wholeNumber("sockets", values.sockets);
  const plan = { rounds, sockets, seed: seedFrom(values.seed), from: values.from };
  const shareOf = (name: string) => (kind === "all" ? Math.max(1, Math.round(rounds * KINDS[name]!.share)) : rounds);
  const kinds = await inFolders("chaos", names, (name, folder) =>
    broken(name, folder, { ...plan, rounds: shareOf(name) }),
  );
  tell({ seed: plan.seed, kinds }, `${kind} --rounds ${rounds}`, values);
}

const broken = (name: string, folder: string, plan: Plan): Promise<KindReport> =>
  name === "finetune" ? loopKills(folder, plan) : faultsOf(name, folder, plan);

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

function tell(result: { seed: number; kinds: KindReport[] }, what: string, values: Values): void {
  const sum = (amount: "rounds" | "seconds") => result.kinds.reduce((all, one) => all + one[amount], 0);
  tellOutcome(
    {
      title: "Faults",
      command: `npm run chaos -- ${what} --seed ${result.seed}${values.from ? ` --from ${values.from}` : ""}`,
      result,
      amount: `: ${sum("rounds")} rounds in ${Math.round(sum("seconds") / 60)} minutes`,
      columns: { head: ["fault", "rounds", "ended", "problems", "seconds"], of: cellsOf },
      most: 20,
    },
    values,
  );
}

const cellsOf = (report: KindReport) => [
  report.kind,
  report.rounds,
  endsOf(report),
  report.problems.length,
  report.seconds,
];
