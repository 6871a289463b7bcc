import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { serveParent } from "../../src/ingest/serve-parent.ts";

/** What a document may make its parser do, for process-pool.ts. */
export type OddWork =
  | { do: "tell" }
  | { do: "take-heap" | "take-bytes" }
  | { do: "throw" | "exit" | "leave-behind" }
  /** Connects to this port of the machine, which hears when the process has ended; `hang` never comes back. */
  | { do: "connect" | "hang"; port: number };

export type Told = { pid: number; environment: string[]; offeredToEnd: string };

serveParent(async (work: OddWork) => {
  switch (work.do) {
    case "tell":
      return told();
    case "take-heap":
      return Array.from({ length: 50_000_000 }, (_, at) => ({ at })).length;
    case "take-bytes":
      for (const held: Buffer[] = []; ; ) held.push(Buffer.alloc(16 * 1_024 * 1_024, 1));
    case "throw":
      throw new RangeError("a page that nobody thought of");
    case "exit":
      return process.exit(7);
    case "leave-behind":
      void Promise.reject(new RangeError("a promise that nobody waits for"));
      return told();
    case "connect":
    case "hang":
      await once(connect(work.port, "127.0.0.1"), "connect");
      while (work.do === "hang");
      return told();
  }
});

function told(): Told {
  return { pid: process.pid, environment: Object.keys(process.env), offeredToEnd: offered() };
}

function offered(): string {
  return process.platform === "linux" ? readFileSync("/proc/self/oom_score_adj", "utf8").trim() : "1000";
}
