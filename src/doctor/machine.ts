import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../config.ts";
import { freeBytes } from "../conversations/full-disk.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const LEAST_NODE = [20, 19] as const;
const GIGABYTE = 1_024 ** 3;
/** A write-ahead log, an index that is built beside the one that serves, and a `VACUUM` need room. */
const LEAST_FREE = GIGABYTE / 4;
const LITTLE_FREE = 2 * GIGABYTE;
/** Each customer who is connected holds one. */
const FEW_FILES = 4_096;
/** This program is younger than any clock that is right. */
const RELEASED = Date.UTC(2026, 10, 1);

export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const old = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  return old
    ? fail("node", `Node ${version} is too old.`, "Install Node 20.19 or newer.")
    : ok("node", `Node ${version}.`);
}

/** Whether what package.json names lies in node_modules, and the pages for the browser are built. */
export function installation(root: string): Finding {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
    optionalDependencies: Record<string, string>;
  };
  const missing = (names: object) => Object.keys(names).filter((name) => !existsSync(join(root, "node_modules", name)));
  const needed = missing(dependencies);
  if (needed.length > 0) return fail("modules", `Missing: ${needed.join(", ")}.`, "Run: npm ci");
  if (!existsSync(join(root, "dist", "client", "widget.js"))) {
    return fail("modules", "The widget and the console are not built.", "Run: npm run build");
  }
  const wanted = missing(optionalDependencies);
  return wanted.length > 0
    ? warn("modules", `Without ${wanted.join(", ")} large indexes are searched more slowly.`, "Run: npm ci")
    : ok("modules", "All modules are there, and the pages are built.");
}

/** @param free bytes on the disk of a folder */
export function disk({ dataDir }: Pick<Config, "dataDir">, free: (folder: string) => number = freeBytes): Finding {
  const left = free(existing(dataDir));
  const says = `${(left / GIGABYTE).toFixed(1)} GB are free for ${dataDir}.`;
  const fix = "Make room on this disk, or set DATA_DIR to a folder on a larger one.";
  if (left < LEAST_FREE) return fail("disk", says, fix);
  return left < LITTLE_FREE ? warn("disk", says, fix) : ok("disk", says);
}

/** The folder itself, or the nearest above it that is there. */
export function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

/** @param newest when something was last kept; null: nothing was */
export function clock(now: number, newest: number | null): Finding {
  const time = new Date(now).toISOString();
  const fix = "Set the clock, and let it follow a time server (timedatectl set-ntp true).";
  if (now < RELEASED) return fail("clock", `The clock says ${time}: tokens and limits would be wrong.`, fix);
  if (newest !== null && newest > now + 60_000) {
    return fail("clock", `The clock says ${time}, and something was kept at ${new Date(newest).toISOString()}.`, fix);
  }
  return ok("clock", `The clock says ${time}.`);
}

/** Linux says it; elsewhere nothing is said. @param limits where the limits of this process stand */
export function openFiles(limits = "/proc/self/limits"): Finding[] {
  if (!existsSync(limits)) return [];
  const [, written] = /^Max open files\s+(\d+)/m.exec(readFileSync(limits, "utf8")) ?? [];
  if (written === undefined) return [];
  const says = `A process may open ${written} files and connections.`;
  const fix = "Raise it: LimitNOFILE=65536 in the systemd unit, or ulimit -n 65536.";
  return [Number(written) < FEW_FILES ? warn("open files", says, fix) : ok("open files", says)];
}

/** Who else on this machine may read what customers wrote. */
export function permissions({ dataDir }: Pick<Config, "dataDir">): Finding {
  if (!existsSync(dataDir)) return ok("data folder", `${dataDir} is made at the first start.`);
  const open = ["", "secret", "switchboard.db"]
    .map((name) => join(dataDir, name))
    .filter((path) => existsSync(path) && (statSync(path).mode & 0o007) !== 0);
  // Within a folder that is closed nobody comes to the files.
  if (open[0] !== dataDir && !open.some((path) => path.endsWith("secret")))
    return ok("data folder", `${dataDir} is closed to others.`);
  return warn(
    "data folder",
    `Everybody on this machine may read ${open.join(", ")}.`,
    `Run: chmod -R o-rwx ${dataDir}`,
  );
}
