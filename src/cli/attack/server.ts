import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../config.ts";

/** The whole product in a process of its own, over a data folder of its own. */
export type AttackedServer = {
  url: string;
  /** Makes the owner's account. */
  setUpToken: string;
  /** Everything that it has written so far: its log, and what it says to whoever started it. */
  written(): string;
  /** Megabytes of memory now; null where the system does not say. */
  memoryMb(): number | null;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
};

/** Starts on a free port of this machine and waits until it listens and has said how the owner comes in. */
export async function attackedServer(environment: Record<string, string>): Promise<AttackedServer> {
  const program = join(projectRoot(), "scripts", "start.mjs");
  const env = { HOST: "127.0.0.1", PORT: "0", RATE_LIMITS: "off", LOG_LEVEL: "debug", ...environment };
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit");
  const output = collected(child);
  const [url, setUpToken] = await Promise.all([
    said(child, output, /Open (http:\S+)/),
    said(child, output, /set-up\?token=(\S+)/),
  ]);

  return {
    url,
    setUpToken,
    written: () => output.join(""),
    memoryMb: () => memoryOf(child.pid!),
    async stop() {
      child.kill("SIGTERM");
      const [code] = await exited;
      return code as number | null;
    },
  };
}

function collected({ stdout, stderr }: ChildProcess): string[] {
  const pieces: string[] = [];
  for (const stream of [stdout, stderr]) stream?.setEncoding("utf8").on("data", (piece: string) => pieces.push(piece));
  return pieces;
}

function said(child: ChildProcess, output: readonly string[], pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = pattern.exec(output.join(""))?.[1];
      if (!found) return;
      child.stderr?.off("data", look);
      resolve(found);
    };
    child.stderr?.on("data", look);
    child.once("exit", (code) => reject(new Error(`The server ended with exit code ${code}:\n${output.join("")}`)));
    look();
  });
}

function memoryOf(pid: number): number | null {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes ? Math.round(Number(kilobytes) / 1_024) : null;
  } catch {
    return null;
  }
}
