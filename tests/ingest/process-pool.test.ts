import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { ingest } from "../../src/ingest/ingest.ts";
import { processParser } from "../../src/ingest/process-parser.ts";
import { type GivenUp, type ProcessPool, type ProcessPoolInput, processPool } from "../../src/ingest/process-pool.ts";
import type { OddWork, Told } from "../support/odd-work.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";

const ODD_WORK = "../../tests/support/odd-work";
const workplace = temporaryFolder();

describe("processes for untrusted pages", () => {
  let pool: ProcessPool<OddWork, Told>;
  const open = (limits: Partial<ProcessPoolInput> = {}) => {
    pool = processPool({ module: ODD_WORK, processes: 1, timeLimit: 60_000, memoryLimit: 128, ...limits });
    return pool;
  };
  const told = async (): Promise<Told> => {
    const answer = await pool.run({ do: "tell" });
    if ("reason" in answer) throw new Error(answer.reason);
    return answer;
  };
  afterEach(() => pool.close());

  it.each<[OddWork["do"] & ("take-heap" | "take-bytes" | "throw" | "exit"), string]>([
    ["take-heap", "needed more than 128 MB of memory"],
    ["take-bytes", "needed more than 128 MB of memory"],
    ["throw", "cannot be read: its process ended (RangeError: a page that nobody thought of)"],
    ["exit", "cannot be read: its process ended (exit code 7)"],
  ])("[K18] gives a reason when a page makes its process %s in one step, and reads the next", async (odd, reason) => {
    open();
    const before = await told();
    const waiting = [pool.run({ do: odd }), pool.run({ do: "tell" })];

    expect(await Promise.all(waiting)).toEqual([{ reason }, { ...before, pid: expect.any(Number) }]);
    expect((await told()).pid).not.toBe(before.pid);
  });

  it("[K18] lets no page suffer for what the one before left behind", async () => {
    open();
    const before = await pool.run({ do: "leave-behind" });

    expect(await told()).toEqual(before);
  });

  it("[K18] names the page whose process was killed from outside, and reads the next", async () => {
    open();
    const { pid } = await told();
    const connected = hangs.next();
    const hanging = pool.run({ do: "hang", port: await hangs.listening });
    await connected;
    process.kill(pid, "SIGKILL");

    expect(await hanging).toEqual({ reason: "cannot be read: its process ended (SIGKILL)" });
    expect(await told()).toMatchObject({ pid: expect.any(Number) });
  });

  it("[K18] goes on with a page when a terminal or a supervisor asks the whole group to stop", async () => {
    open();
    const { pid } = await told();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.kill(pid, signal);

    expect((await told()).pid).toBe(pid);
  });

  it("[K18] hands no setting to a process, and offers it first where the machine is short of memory", async () => {
    open();

    expect(await told()).toMatchObject({ environment: [], offeredToEnd: "1000" });
  });

  it("[K18] starts no more processes than it may", async () => {
    open({ processes: 2 });
    const many = await Promise.all(Array.from({ length: 8 }, told));

    expect(new Set(many.map(({ pid }) => pid)).size).toBe(2);
  });

  it("[K18] ends a process that has had nothing to do for its time, and starts one for the next page", async () => {
    open({ idleLimit: 0 });
    const connected = hangs.next();
    const first = await pool.run({ do: "connect", port: await hangs.listening });
    // The system closes its connection when the process is gone.
    await once((await connected).resume(), "close");

    expect(first).not.toMatchObject(await told());
  });

  it("[K18] gives up what waits when it is closed", async () => {
    open();
    const both = [pool.run({ do: "tell" }), pool.run({ do: "tell" })];
    await pool.close();

    for (const end of await Promise.all(both)) expect((end as GivenUp).reason).toMatch(/^cannot be read: /);
  });

  it("[K18] leaves no process behind when the one that ingests is killed, even within a page without end", async () => {
    open();
    const port = await hangs.listening;
    const script = `import { processPool } from "./src/ingest/process-pool.ts";
      void processPool({ module: "${ODD_WORK}", processes: 1, timeLimit: 60_000, memoryLimit: 128 }).run({ do: "hang", port: ${port} });`;
    const flags = ["--import", "./scripts/run-typescript.mjs", "--input-type=module", "-e", script];
    const parent = spawn(process.execPath, flags, { cwd: projectRoot(), stdio: "ignore" });
    const hanging = await hangs.next();
    parent.kill("SIGKILL");

    await once(hanging.resume(), "close");
  });

  const hangs = hangingProcesses();
});

/** Where work that hangs reports. */
function hangingProcesses() {
  let server: Server;
  let opened: (port: number) => void = () => {};
  const listening = new Promise<number>((resolve) => {
    opened = resolve;
  });
  beforeAll(() => {
    server = createServer((socket) => socket.on("error", () => {}));
    server.listen(0, "127.0.0.1", () => opened((server.address() as AddressInfo).port));
  });
  afterAll(() => void server.close());
  return {
    listening,
    next: async () => {
      const [socket] = await once(server, "connection");
      return socket as Socket;
    },
  };
}

describe("ingesting a page that takes memory in one step", () => {
  // Each of these ended the whole process while pages were read in threads.
  const hostile = {
    "attributes.html": `<p ${Array.from({ length: 400_000 }, (_, at) => `a${at}=1`).join(" ")}>x`,
    "brackets.md": `${"[".repeat(100_000)}\n`.repeat(5),
  };

  it("[K18] names and skips it; the rest is indexed and the process lives", async () => {
    writeFiles(workplace, {
      "docs/good.md": "# Good\n\nLamps are dusted monthly.",
      "docs/second.md": "# Two\n\nText.",
    });
    for (const [name, text] of Object.entries(hostile)) writeFiles(workplace, { [`docs/${name}`]: text });
    const parser = processParser({ processes: 2, timeLimit: 60_000, memoryLimit: 80 });
    const places = { knowledgeDir: join(workplace, "docs"), dataDir: join(workplace, "data") };
    const report = await ingest({ ...places, serve: true, parser });

    expect(report).toMatchObject({ pages: 2, parsed: 4 });
    expect(report.skipped).toEqual(
      Object.keys(hostile).map((path) => ({ path, reason: "needed more than 80 MB of memory" })),
    );
  });
});
