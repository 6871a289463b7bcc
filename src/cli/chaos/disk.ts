import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type ChildUser, startChild } from "../child-server.ts";
import { type ChaosKind, oneOf } from "./round.ts";
import { smallDisk } from "./small-disk.ts";
import { endedWell, type UnderLoad, underLoad } from "./under-load.ts";

/** Far longer than it takes to use up what is left. */
const REFUSES_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 20;
const METRICS_TOKEN = "sixteen letters and more";

/** With the disk full, questions are refused as busy, and the server lives and says so; with room again, it goes on. */
export const diskFull: ChaosKind = async (folder, means) => {
  const disk = await smallDisk(folder);
  const sockets = Math.min(means.sockets, 8);
  const stage = await underLoad(folder, { ...means, sockets, dataDir: disk.dataDir, settings: { METRICS_TOKEN } });

  return {
    async round(random) {
      const over = new AbortController();
      const loaded = stage.load(over.signal);
      await wait(random() * 300);
      await disk.fill(stage.server(), Math.floor(random() * 65_536));
      const refused = await refusal(stage);
      const unsaid = await unsaidWhile(true, stage);
      const alive = (await fetch(`${stage.server().url}/healthz`)).ok;
      const restart = random() < 0.3;
      const started = restart ? await restartWhileFull(stage) : null;
      await disk.free(stage.server());
      over.abort();
      await loaded;
      if (started instanceof Error) await stage.start();
      const unsaidAfter = await unsaidWhile(false, stage);
      return {
        ended: `${started instanceof Error ? "refused, and not started while full" : "refused while full"}, whole after (${disk.how})`,
        problems: [
          ...(refused ? [] : ["no question was refused although the disk is full"]),
          ...(alive ? [] : ["the server did not survive a full disk"]),
          ...unsaid,
          ...unsaidAfter,
          ...(started instanceof Error ? named(started) : []),
          ...(await stage.settle()),
        ],
      };
    },
    async close() {
      await endedWell(stage);
      await disk.remove();
    },
  };
};

/** What a balancer and Prometheus are still not told of a disk that is full, or has room again, after a while. */
async function unsaidWhile(full: boolean, stage: UnderLoad): Promise<string[]> {
  let unsaid = await unsaidNow(full, stage);
  // A refused question is no sign yet: the customer may have too many open ones, while the last writes still fit.
  for (let waited = 0; unsaid.length > 0 && waited < REFUSES_WITHIN_MS; waited += LOOK_EVERY_MS) {
    await wait(LOOK_EVERY_MS);
    unsaid = await unsaidNow(full, stage);
  }
  return unsaid;
}

async function unsaidNow(full: boolean, stage: UnderLoad): Promise<string[]> {
  const { url } = stage.server();
  const ready = await fetch(`${url}/readyz`);
  const { failed } = (await ready.json()) as { failed: string[] };
  const page = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text();
  const state = full ? "full" : "not full any more";
  return [
    ...(ready.ok !== full && failed.includes("disk") === full ? [] : [`/readyz does not say that it is ${state}`]),
    ...(page.includes(`switchboard_disk_full ${Number(full)}`) ? [] : [`/metrics does not say that it is ${state}`]),
  ];
}

async function refusal(stage: UnderLoad): Promise<boolean> {
  const before = stage.total("refused");
  for (let waited = 0; waited < REFUSES_WITHIN_MS; waited += LOOK_EVERY_MS) {
    if (stage.total("refused") > before) return true;
    await wait(LOOK_EVERY_MS);
  }
  return false;
}

/** With little room a server may well start; one that does not says why. */
const restartWhileFull = (stage: UnderLoad) => stage.killAndStart().catch((error: Error) => error);

function named(refused: Error): string[] {
  const clear = /exit code 1 .*(disk is full|no space left|make room)/is.test(refused.message);
  return clear ? [] : [`the refusal does not say that the disk is full: ${refused.message}`];
}

/** nobody, on every Linux. */
const STRANGER: ChildUser = { uid: 65_534, gid: 65_534 };

/** A data folder that cannot be written to is refused by name and left as it is. */
export const readOnly: ChaosKind = async (_folder, means) => {
  // A stranger has to come as far as the data folder.
  const folder = mkdtempSync(join(tmpdir(), "switchboard-chaos-stranger-"));
  chmodSync(folder, 0o755);
  const disk = await smallDisk(folder);
  const stage = await underLoad(folder, { ...means, sockets: 2, dataDir: disk.dataDir });
  const over = new AbortController();
  const loaded = stage.load(over.signal);
  await wait(500);
  over.abort();
  await loaded;
  await endedWell(stage);
  const database = join(disk.dataDir, "switchboard.db");
  const environment = { DATA_DIR: disk.dataDir, KNOWLEDGE_DIR: join(folder, "pages"), LOG_LEVEL: "silent" };
  const ways = WAYS.filter(({ needs }) => needs !== "mount" || disk.readOnly !== null);

  return {
    async round(random) {
      const way = oneOf(ways, random);
      const before = readFileSync(database);
      const user = await way.close(disk.dataDir, disk.readOnly);
      const started = await startChild(means.server, environment, user).catch((error: Error) => error);
      if (!(started instanceof Error)) await started.kill();
      await way.open(disk.dataDir, disk.readOnly);
      return {
        ended: `${way.name}: refused`,
        problems: [
          ...(started instanceof Error ? [] : ["a server started on a folder that it cannot write to"]),
          ...(started instanceof Error && !said(started, disk.dataDir)
            ? [`the refusal is not clear: ${started.message}`]
            : []),
          ...(readFileSync(database).equals(before) ? [] : ["the refused database was changed"]),
        ],
      };
    },
    async close() {
      await stage.start();
      const problems = await stage.settle();
      await endedWell(stage);
      await disk.remove();
      rmSync(folder, { recursive: true });
      if (problems.length > 0) throw new Error(`After the folder could be written to again: ${problems.join("; ")}`);
    },
  };
};

function said({ message }: Error, dataDir: string): boolean {
  return /exit code 1 /.test(message) && message.includes(dataDir) && /cannot be (written to|used)/.test(message);
}

type Remount = ((on: boolean) => Promise<void>) | null;
type Way = {
  name: string;
  needs: "mount" | "permissions";
  /** Returns whose process shall find it closed. */
  close(dataDir: string, remount: Remount): Promise<ChildUser>;
  open(dataDir: string, remount: Remount): Promise<void>;
};

/** Permissions hold nobody up who is root. */
const otherUser = (): ChildUser => (process.getuid?.() === 0 ? STRANGER : {});

const WAYS: readonly Way[] = [
  {
    name: "a read-only disk",
    needs: "mount",
    async close(_dataDir, remount) {
      await remount?.(true);
      return {};
    },
    open: async (_dataDir, remount) => remount?.(false),
  },
  {
    name: "a folder without the right to write",
    needs: "permissions",
    async close(dataDir) {
      chmodSync(dataDir, 0o555);
      return otherUser();
    },
    open: async (dataDir) => chmodSync(dataDir, 0o700),
  },
  {
    name: "a database without the right to write",
    needs: "permissions",
    async close(dataDir) {
      const user = otherUser();
      give(dataDir, user);
      chmodSync(join(dataDir, "switchboard.db"), 0o444);
      if (user.uid !== undefined) chownSync(join(dataDir, "switchboard.db"), 0, 0);
      return user;
    },
    async open(dataDir) {
      chmodSync(join(dataDir, "switchboard.db"), 0o600);
      if (process.getuid?.() === 0) give(dataDir, { uid: 0, gid: 0 });
    },
  },
];

/** Everything but the database. */
function give(dataDir: string, { uid, gid }: ChildUser): void {
  if (uid === undefined || gid === undefined) return;
  const names = readdirSync(dataDir, { recursive: true, encoding: "utf8" });
  for (const name of [".", ...names]) if (!name.startsWith("switchboard.db")) chownSync(join(dataDir, name), uid, gid);
}
