import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../config.ts";
import { type ChildServer, startChild } from "./child-server.ts";
import { type Inspector, openInspector } from "./inspector.ts";

/** What the server says of itself at one moment. The delay of the event loop is that since the look before. */
export type Vitals = { cpuSeconds: number; rssMb: number; loopP99Ms: number; loopMaxMs: number };

export type MeasuredServer = ChildServer & {
  vitals(): Promise<Vitals>;
  /** Where `flags` open it; throws otherwise. */
  inspect(): Promise<Inspector>;
  /** Megabytes; null where the system does not tell (it is read from /proc). */
  rssNow(): number | null;
};

const TOKEN = "the bench on this machine";

/** The whole program in a process of its own over an index that was built before, as after any restart. */
export async function startMeasured(knowledge: string, dataDir: string, flags: string[]): Promise<MeasuredServer> {
  const environment = {
    DATA_DIR: dataDir,
    KNOWLEDGE_DIR: knowledge,
    RATE_LIMITS: "off",
    METRICS_TOKEN: TOKEN,
  };
  // Built by another process: what building leaves in memory is not the server's.
  const script = join(projectRoot(), "scripts", "run.mjs");
  execFileSync(process.execPath, [script, "ingest", knowledge], { env: environment, stdio: "ignore" });
  const server = await startChild([...flags, join(projectRoot(), "scripts", "start.mjs")], environment);

  return {
    ...server,
    vitals: () => readVitals(server.url),
    inspect: () => openInspector(/Debugger listening on (ws:\S+)/.exec(server.said)![1]!),
    rssNow: () => residentMb(server.pid),
  };
}

async function readVitals(url: string): Promise<Vitals> {
  const response = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  const page = await response.text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(page)?.[1] ?? Number.NaN);
  return {
    cpuSeconds: value("process_cpu_seconds_total"),
    rssMb: value("process_resident_memory_bytes") / 1_048_576,
    loopP99Ms: value("nodejs_eventloop_lag_p99_seconds") * 1_000,
    loopMaxMs: value("nodejs_eventloop_lag_max_seconds") * 1_000,
  };
}

function residentMb(pid: number): number | null {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1_024;
  } catch {
    return null;
  }
}
