import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A server in a process of its own, so that it can be killed. */
export type ChildServer = {
  url: string;
  pid: number;
  /** What it has written to standard error until it listened. */
  said: string;
  /** SIGKILL: nothing gets the chance to tidy up. */
  kill(): Promise<void>;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
};

/** Whose process it is; left out: the caller's. */
export type ChildUser = { uid?: number; gid?: number };

/** Starts `node ...program` on a free port of this machine and waits until it listens. Rejects when it ends before. */
export async function startChild(
  program: string[],
  environment: Record<string, string>,
  user: ChildUser = {},
): Promise<ChildServer> {
  const env = { ...environment, HOST: "127.0.0.1", PORT: "0" };
  const child = spawn(process.execPath, program, { env, stdio: ["ignore", "ignore", "pipe"], ...user });
  const exited = once(child, "exit");
  const { url, said } = await announced(child);

  return {
    url,
    pid: child.pid!,
    said,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    async stop() {
      child.kill("SIGTERM");
      const [code] = await exited;
      return code as number | null;
    },
  };
}

function announced(child: ChildProcess): Promise<{ url: string; said: string }> {
  let said = "";
  return new Promise((resolve, reject) => {
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      const url = /Open (http:\S+)/.exec(said)?.[1];
      if (url) resolve({ url, said });
    });
    child.once("exit", (code) =>
      reject(new Error(`The server ended with exit code ${code} before it listened:\n${said}`)),
    );
  });
}
