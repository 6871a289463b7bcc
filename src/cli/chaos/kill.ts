import { setTimeout as wait } from "node:timers/promises";
import { seededRandom } from "../../score/seeded-random.ts";
import { type ChildServer, startChild } from "../child-server.ts";
import { type ChaosCustomer, chaosCustomer } from "./customer.ts";

export type KillPlan = {
  rounds: number;
  /** Customers, each with a conversation and a socket. */
  sockets: number;
  seed: number;
  /** What node runs: a file and its arguments. It must announce "Open http://…" on stderr when it listens. */
  program: string[];
  /** Settings of the server, DATA_DIR among them. */
  environment: Record<string, string>;
  say: (line: string) => void;
};

export type KillReport = {
  seed: number;
  rounds: number;
  sockets: number;
  acknowledged: number;
  answered: number;
  /** One line for each broken promise. */
  problems: string[];
};

/** A kill falls this long after the customers began to ask, in milliseconds. */
const KILL_AFTER = { least: 20, most: 1_200 };

/** Kills the server under load, again and again, and asks every customer after each restart what it sees. */
export async function killRounds({ rounds, sockets, seed, say, ...start }: KillPlan): Promise<KillReport> {
  const random = seededRandom(seed);
  const customers = Array.from({ length: sockets }, (_, index) => chaosCustomer(`customer ${index + 1}`));
  const problems: string[] = [];

  let server = await startChild(start.program, start.environment);
  for (let round = 1; round <= rounds && problems.length === 0; round += 1) {
    const after = KILL_AFTER.least + random() * (KILL_AFTER.most - KILL_AFTER.least);
    await loadAndKill(customers, server, after);
    server = await startChild(start.program, start.environment);
    const found = await Promise.all(customers.map((customer) => customer.settle(server.url)));
    problems.push(...found.flat());
    say(`Round ${round}: killed after ${Math.round(after)} ms; ${total(customers, "acknowledged")} kept so far.`);
  }
  const code = await server.stop();
  if (code !== 0) problems.push(`the server ended with exit code ${code} after SIGTERM`);

  const [acknowledged, answered] = [total(customers, "acknowledged"), total(customers, "answered")];
  return { seed, rounds, sockets, acknowledged, answered, problems };
}

async function loadAndKill(customers: ChaosCustomer[], server: ChildServer, after: number): Promise<void> {
  const loads = customers.map((customer) => customer.askUntilCut(server.url));
  await wait(after);
  await server.kill();
  await Promise.all(loads);
}

function total(customers: ChaosCustomer[], count: "acknowledged" | "answered"): number {
  return customers.reduce((sum, customer) => sum + customer[count](), 0);
}
