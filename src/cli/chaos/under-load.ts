import { join } from "node:path";
import { type ChildServer, startChild } from "../child-server.ts";
import { type ChaosCustomer, chaosCustomer } from "./customer.ts";
import { writePages } from "./damage.ts";
import type { ChaosMeans } from "./round.ts";

/** A server in a process of its own, and customers who hold it to what it acknowledged. */
export type UnderLoad = {
  readonly dataDir: string;
  readonly customers: readonly ChaosCustomer[];
  server(): ChildServer;
  /** Everybody asks until the server is gone or `over`. */
  load(over?: AbortSignal): Promise<void>;
  /** SIGKILL, and a new server on the same data. */
  killAndStart(): Promise<void>;
  /** Rejects with what the server said when it does not start. */
  start(): Promise<void>;
  /** One line for each broken promise, over all customers. */
  settle(): Promise<string[]>;
  total(count: "acknowledged" | "answered" | "refused"): number;
};

export type LoadOptions = ChaosMeans & { settings?: Record<string, string>; dataDir?: string };

export async function underLoad(folder: string, options: LoadOptions): Promise<UnderLoad> {
  const { server: program, sockets, settings, dataDir = join(folder, "data") } = options;
  const pages = join(folder, "pages");
  writePages(pages);
  const environment = { DATA_DIR: dataDir, KNOWLEDGE_DIR: pages, RATE_LIMITS: "off", LOG_LEVEL: "silent", ...settings };
  const customers = Array.from({ length: sockets }, (_, index) => chaosCustomer(`customer ${index + 1}`));
  let server = await startChild(program, environment);

  async function start(): Promise<void> {
    server = await startChild(program, environment);
  }

  return {
    dataDir,
    customers,
    server: () => server,
    start,
    async load(over) {
      await Promise.all(customers.map((customer) => customer.askUntil(server.url, over)));
    },
    async killAndStart() {
      await server.kill();
      await start();
    },
    settle: async () => (await Promise.all(customers.map((customer) => customer.settle(server.url)))).flat(),
    total: (count) => customers.reduce((sum, customer) => sum + customer[count](), 0),
  };
}

/** What became of a server that is asked to end. */
export async function endedWell({ server }: UnderLoad): Promise<void> {
  const code = await server().stop();
  if (code !== 0) throw new Error(`The server ended with exit code ${code} after SIGTERM.`);
}
