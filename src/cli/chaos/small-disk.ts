import { execFile } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ChildServer } from "../child-server.ts";

const execute = promisify(execFile);

/** A place for a data folder that can be made to look full. */
export type SmallDisk = {
  /** For the report: a disk that is full, and a limit on the size of files, are not the same fault. */
  how: string;
  dataDir: string;
  /** Until `free`, a server finds no more room than `leftover` bytes. */
  fill(server: ChildServer, leftover: number): Promise<void>;
  free(server: ChildServer): Promise<void>;
  /** Null where the disk cannot be made read-only. */
  readOnly: ((on: boolean) => Promise<void>) | null;
  remove(): Promise<void>;
};

/** Megabytes. All of it is memory once it is full. */
const SIZE = 48;

/** A memory disk of its own; where nobody may mount one, a limit on the size of the server's files. */
export async function smallDisk(folder: string): Promise<SmallDisk> {
  const mount = join(folder, "disk");
  mkdirSync(mount);
  try {
    await execute("mount", ["-t", "tmpfs", "-o", `size=${SIZE}m`, "tmpfs", mount]);
  } catch {
    return limitedFiles(mount);
  }
  const ballast = join(mount, "ballast");
  return {
    how: "a memory disk",
    dataDir: join(mount, "data"),
    async fill(_server, leftover) {
      const { bavail, bsize } = statfsSync(mount);
      try {
        writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leftover)));
      } catch (error) {
        // The server took some of it meanwhile: then it is as full as can be.
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    },
    free: async () => rmSync(ballast, { force: true }),
    readOnly: async (on) => void (await execute("mount", ["-o", `remount,${on ? "ro" : "rw"}`, mount])),
    // Lazily: a server's ingest beside it may outlive it by a moment.
    remove: async () => void (await execute("umount", ["--lazy", mount])),
  };
}

function limitedFiles(folder: string): SmallDisk {
  const dataDir = join(folder, "data");
  const limit = (pid: number, bytes: string) => execute("prlimit", ["--pid", `${pid}`, `--fsize=${bytes}:`]);
  return {
    how: "a limit on the size of files",
    dataDir,
    async fill({ pid }, leftover) {
      const log = statSync(join(dataDir, "switchboard.db-wal"), { throwIfNoEntry: false })?.size ?? 0;
      await limit(pid, `${log + leftover}`);
    },
    free: async ({ pid }) => void (await limit(pid, "unlimited")),
    readOnly: null,
    remove: async () => {},
  };
}
