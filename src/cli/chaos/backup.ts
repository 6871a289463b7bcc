import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { checkedManifest, DamagedBackupError } from "../../backup/archive.ts";
import { refuseHalfRestored, restore } from "../../backup/restore.ts";
import { libsqlConversationStore } from "../../conversations/libsql-conversation-store.ts";
import { damage } from "./damage.ts";
import { type ChaosKind, oneOf, type RoundResult } from "./round.ts";
import { endedWell, type UnderLoad, underLoad } from "./under-load.ts";

type Scene = {
  stage: UnderLoad;
  /** The backup of this round, and the folder that it is restored into. */
  file: string;
  target: string;
  /**
   * Runs a command line; null: to its end, else it is killed after so many milliseconds. Returns those it took. Throws
   * when it fails by itself.
   */
  command: (verb: "backup" | "restore", dataDir: string, killAfter: number | null) => Promise<number>;
  usualMs: { backup: number; restore: number };
  random: () => number;
};

/** A backup under load holds all that was acknowledged before; killed or damaged, it and a restore are whole or nothing. */
export const backupFaults: ChaosKind = async (folder, means) => {
  const stage = await underLoad(folder, { ...means, sockets: Math.min(means.sockets, 8) });
  const [file, target] = [join(folder, "backup.tar.gz"), join(folder, "restored")];
  const command: Scene["command"] = async (verb, dataDir, killAfter) => {
    const env = { DATA_DIR: dataDir };
    const child = spawn(process.execPath, [...means.command, verb, file], { env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const exited = once(child, "exit");
    const started = performance.now();
    if (killAfter !== null) {
      await Promise.race([wait(killAfter), exited]);
      child.kill("SIGKILL");
    }
    const [code] = await exited;
    if (code !== null && code !== 0) throw new Error(`${verb} ended with exit code ${code}: ${said}`);
    return performance.now() - started;
  };
  await askFor(stage, 500);
  const acknowledged = stage.customers.map((customer) => customer.kept());
  const usualMs = { backup: await command("backup", stage.dataDir, null), restore: 0 };
  usualMs.restore = await command("restore", target, null);
  const [lost] = await missing(target, acknowledged);
  if (lost) throw new Error(`An undisturbed backup and restore do not bring everything back: ${lost}`);

  return {
    async round(random) {
      rmSync(file, { force: true });
      rmSync(target, { recursive: true, force: true });
      return oneOf(FAULTS, random)({ stage, file, target, command, usualMs, random });
    },
    close: () => endedWell(stage),
  };
};

async function askFor(stage: UnderLoad, milliseconds: number): Promise<void> {
  await Promise.all([stage.load(AbortSignal.timeout(milliseconds)), wait(milliseconds)]);
}

/** Everybody asks while the backup is made. */
async function underway({ stage, file, target, command }: Scene): Promise<RoundResult> {
  const over = new AbortController();
  const before = stage.customers.map((customer) => customer.kept());
  const loaded = stage.load(over.signal);
  await command("backup", stage.dataDir, null);
  over.abort();
  await loaded;
  await command("restore", target, null);
  const restored = existsSync(file) ? await missing(target, before) : ["no backup was made"];
  return { ended: "made under load, restored whole", problems: [...restored, ...(await stage.settle())] };
}

/** What was acknowledged before and is not there, and gaps in what is there. */
async function missing(
  dataDir: string,
  before: ReturnType<UnderLoad["customers"][number]["kept"]>[],
): Promise<string[]> {
  if (!existsSync(join(dataDir, "switchboard.db"))) return ["the restore left no database"];
  const store = libsqlConversationStore(join(dataDir, "switchboard.db"));
  const problems: string[] = [];
  for (const { conversationId, texts } of before.filter((one) => one.conversationId !== null)) {
    const { entries } = await store.timeline(conversationId!, 0);
    const there = entries.flatMap(({ payload }) => ("text" in payload ? [payload.text] : []));
    const lost = texts.filter((text) => there.filter((one) => one === text).length !== 1);
    if (lost.length > 0) problems.push(`${lost.length} acknowledged messages are not in the backup once: ${lost[0]}`);
    if (entries.some(({ payload }, index) => payload.cursor !== index + 1)) problems.push(`${conversationId} has gaps`);
  }
  await store.close();
  return problems;
}

async function killedBackup({ stage, file, command, usualMs, random }: Scene): Promise<RoundResult> {
  await command("backup", stage.dataDir, random() * usualMs.backup);
  const there = existsSync(file);
  if (there) await checkedManifest(file);
  else await command("backup", stage.dataDir, null);
  return {
    ended: there ? "killed: whole" : "killed: none, and the next one whole",
    problems: existsSync(file) ? [] : ["the next backup was held up by the killed one"],
  };
}

async function killedRestore({ stage, target, command, usualMs, random }: Scene): Promise<RoundResult> {
  await command("backup", stage.dataDir, null);
  await command("restore", target, random() * usualMs.restore);
  const before = stage.customers.map((customer) => customer.kept());
  const done = existsSync(join(target, "switchboard.db")) && served(target);
  const half =
    !done && served(target) && existsSync(target) && readdirSync(target).some((name) => !/^server\./.test(name));
  if (!done) await command("restore", target, null);
  return {
    ended: done ? "restore killed: whole" : "restore killed: run again, whole",
    problems: [...(half ? ["a half-restored folder would be served"] : []), ...(await missing(target, before))],
  };
}

function served(dataDir: string): boolean {
  try {
    refuseHalfRestored(dataDir);
    return true;
  } catch {
    return false;
  }
}

async function damagedFile({ stage, file, target, command, random }: Scene): Promise<RoundResult> {
  await command("backup", stage.dataDir, null);
  const { bytes, how } = damage(readFileSync(file), random);
  writeFileSync(file, bytes);
  const folder = `${target}-damaged`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const ended = await restore(file, folder).then(
    () => "restored",
    (error: unknown) => (error instanceof DamagedBackupError ? "refused" : `a fault: ${error}`),
  );
  const before = stage.customers.map((customer) => customer.kept());
  const problems =
    ended === "restored"
      ? await missing(folder, before)
      : readdirSync(folder).map((name) => `${how}: ${name} was left behind`);
  return {
    ended: `damaged: ${ended}`,
    problems: [...problems, ...(ended.startsWith("a fault") ? [`${how}: ${ended}`] : [])],
  };
}

const FAULTS = [underway, killedBackup, killedRestore, damagedFile];
