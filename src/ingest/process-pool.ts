import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

export type ProcessPoolInput = {
  /** A module, named from this folder without its ending, that answers each message with one message (serve-parent.ts). */
  module: string;
  /** Processes at most; they start as work comes. */
  processes: number;
  /** Milliseconds after which a piece of work is given up. */
  timeLimit: number;
  /** Megabytes of heap after which a piece of work is given up. */
  memoryLimit: number;
  /** Milliseconds without work after which a process ends; until the pool is closed when not given. */
  idleLimit?: number;
};

/** A parse makes many short-lived objects; with Node's default of 16 MB it spends a fifth of its time collecting them. */
const SEMI_SPACE_MB = 64;

/** Work that was given up, and why. */
export type GivenUp = { reason: string };

export type ProcessPool<Input, Output> = {
  /** Never rejects. Any number may wait. */
  run(input: Input): Promise<Output | GivenUp>;
  /** What is being done is given up. */
  close(): Promise<void>;
};

type Job<Input, Output> = { input: Input; done: (result: Output | GivenUp) => void };
type Member = {
  child: ChildProcess /** The end of what it wrote to standard error. */;
  said: string;
  idle?: NodeJS.Timeout;
};

/**
 * Does work on untrusted input in processes of their own: what hangs or eats memory costs its process, also where the
 * memory is taken in one step, at which Node ends the process and not the thread. One that is given up is replaced at the
 * next piece of work. Idle processes do not keep this one alive, and none outlives it.
 */
export function processPool<Input, Output>(limits: ProcessPoolInput): ProcessPool<Input, Output> {
  const waiting: Job<Input, Output>[] = [];
  const idle: Member[] = [];
  const all = new Set<Member>();

  function next(): void {
    if (waiting.length === 0 || (idle.length === 0 && all.size >= limits.processes)) return;
    const job = waiting.shift()!;
    try {
      runOn(idle.pop() ?? started(), job);
    } catch (error) {
      job.done({ reason: `cannot be read: no process could be started for it (${(error as Error).message})` });
      next();
    }
  }

  function started(): Member {
    const member = startMember(limits);
    all.add(member);
    member.child.once("close", () => forget(member));
    return member;
  }

  function forget(member: Member): void {
    clearTimeout(member.idle);
    all.delete(member);
    const at = idle.indexOf(member);
    if (at >= 0) idle.splice(at, 1);
  }

  function runOn(member: Member, { input, done }: Job<Input, Output>): void {
    const { child } = member;
    clearTimeout(member.idle);
    const timer = setTimeout(() => giveUp(`took longer than ${limits.timeLimit / 1000} s`), limits.timeLimit);
    const onMessage = (result: unknown) => {
      settle(result as Output);
      rest(member);
      next();
    };
    const onClose = (code: number | null, signal: NodeJS.Signals | null) => giveUp(endOf(member, code, signal));
    const giveUp = (reason: string) => {
      settle({ reason });
      forget(member);
      child.kill("SIGKILL");
      next();
    };
    const settle = (result: Output | GivenUp) => {
      clearTimeout(timer);
      child.off("message", onMessage).off("close", onClose);
      done(result);
    };
    child.on("message", onMessage).on("close", onClose);
    // A process that has just ended cannot be written to: its "close" follows.
    child.send(input as object, () => {});
  }

  function rest(member: Member): void {
    idle.push(member);
    if (limits.idleLimit === undefined) return;
    member.idle = setTimeout(() => {
      forget(member);
      member.child.kill("SIGKILL");
    }, limits.idleLimit).unref();
  }

  /** Aborting is how V8 ends a process that is out of memory. */
  function endOf({ said }: Member, code: number | null, signal: NodeJS.Signals | null): string {
    if (signal === "SIGABRT" || code === 134) return `needed more than ${limits.memoryLimit} MB of memory`;
    const fault = /^\w*Error.*/m.exec(said)?.[0];
    return `cannot be read: its process ended (${fault ?? signal ?? `exit code ${code}`})`;
  }

  return {
    run: (input) =>
      new Promise((done) => {
        waiting.push({ input, done });
        next();
      }),
    async close() {
      for (const { done } of waiting.splice(0)) done({ reason: "cannot be read: the ingest was stopped" });
      await Promise.all([...all].map(({ child }) => ended(child)));
    },
  };
}

/** Tests run the `.ts` sources, which Node 20 cannot load by itself; the build runs the `.js` files. */
function startMember({ module, memoryLimit }: ProcessPoolInput): Member {
  const ending = extname(fileURLToPath(import.meta.url));
  const execArgv = [`--max-old-space-size=${memoryLimit}`, `--max-semi-space-size=${SEMI_SPACE_MB}`];
  if (ending === ".ts") execArgv.push("--import", new URL("../../scripts/run-typescript.mjs", import.meta.url).href);
  // No environment: the keys in it are none of a document's business.
  const child = fork(
    fileURLToPath(new URL(`${module}${ending}`, import.meta.url)),
    [`${process.pid}`, `${memoryLimit}`],
    {
      execArgv,
      env: {},
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    },
  );
  const member: Member = { child, said: "" };
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    member.said = (member.said + chunk).slice(-4_000);
  });
  // Told by "close", too.
  child.on("error", () => {});
  // The time limit of a piece of work keeps this process alive, and nothing else does.
  child.unref();
  child.channel?.unref();
  (child.stderr as { unref?: () => void } | null)?.unref?.();
  return member;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.ref();
  child.kill("SIGKILL");
  await once(child, "exit");
}
