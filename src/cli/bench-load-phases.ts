import { setTimeout as wait } from "node:timers/promises";
import { seededRandom } from "../score/seeded-random.ts";
import { type LoadBook, type LoadCustomer, loadCustomer } from "./bench-load-customer.ts";

export type LoadPlan = {
  url: string;
  clients: number;
  /** Questions a second, over all customers; 0 for none. */
  rate: number;
  /** Connections a second that are lost and made again, once the questions begin. */
  reconnects: number;
  /** Connections a second while they come. */
  arrivals: number;
  seconds: number;
  questions: readonly string[];
  seed: number;
  /** Milliseconds, monotonic. */
  now: () => number;
  /** Called where a phase begins, and awaited. */
  onPhase: (phase: "arriving" | "asking" | "settling" | "verifying") => Promise<void>;
};

export type LoadRun = {
  book: LoadBook;
  connected: number;
  asked: number;
  acknowledged: number;
  reconnected: number;
  /** When the asking began and ended. */
  from: number;
  to: number;
  problems: string[];
};

/** Questions are due evenly; this often what is due is sent. */
const TICK_MS = 10;

/** Longest wait for the last answers. */
const SETTLE_MS = 60_000;

/** Replays at once while verifying. */
const VERIFIERS = 32;

/** Customers come, ask, lose their connections and come back; in the end each is held to what it was told. */
export async function runLoad(plan: LoadPlan): Promise<LoadRun> {
  const book: LoadBook = { session: [], ack: [], firstDelta: [], end: [], bytesPerAnswer: [], errors: new Map() };
  const customers = Array.from({ length: plan.clients }, (_, index) =>
    loadCustomer(`customer ${index + 1}`, plan.url, book, plan.now),
  );

  await plan.onPhase("arriving");
  await arrive(customers, plan);
  await plan.onPhase("asking");
  const from = plan.now();
  const { asked, reconnected } = await askAndReconnect(customers, plan);
  const to = plan.now();
  await plan.onPhase("settling");
  await settle(customers, plan.now);
  const connected = customers.filter((customer) => customer.connected()).length;
  await plan.onPhase("verifying");
  const problems = await verifyAll(customers);
  for (const customer of customers) customer.leave();

  const acknowledged = customers.reduce((sum, customer) => sum + customer.acknowledged(), 0);
  return { book, connected, asked, acknowledged, reconnected, from, to, problems };
}

async function arrive(customers: LoadCustomer[], { arrivals, now }: LoadPlan): Promise<void> {
  const started = now();
  const sessions: Promise<boolean>[] = [];
  while (sessions.length < customers.length) {
    const due = Math.min(customers.length, Math.ceil(((now() - started) / 1_000) * arrivals));
    while (sessions.length < due) sessions.push(customers[sessions.length]!.connect());
    await wait(TICK_MS);
  }
  await Promise.all(sessions);
}

async function askAndReconnect(customers: LoadCustomer[], plan: LoadPlan) {
  const { rate, reconnects, seconds, questions, now } = plan;
  const random = seededRandom(plan.seed);
  const anybody = () => customers[Math.floor(random() * customers.length)]!;
  const started = now();
  let [due, asked, reconnected] = [0, 0, 0];

  for (let elapsed = 0; elapsed < seconds * 1_000; elapsed = now() - started) {
    for (; due < (elapsed / 1_000) * rate; due += 1) {
      const customer = idleOne(anybody, customers);
      if (!customer) continue;
      customer.ask(questions[Math.floor(random() * questions.length)]!, started + (due / rate) * 1_000);
      asked += 1;
    }
    for (; reconnected < (elapsed / 1_000) * reconnects; reconnected += 1) {
      const customer = anybody();
      customer.cut();
      void customer.connect();
    }
    await wait(TICK_MS);
  }
  return { asked, reconnected };
}

/** Somebody by chance who waits for no answer; with nobody left, the question goes unasked. */
function idleOne(anybody: () => LoadCustomer, customers: LoadCustomer[]): LoadCustomer | undefined {
  for (let tries = 0; tries < 20; tries += 1) {
    const customer = anybody();
    if (customer.idle()) return customer;
  }
  return customers.find((customer) => customer.idle());
}

async function settle(customers: LoadCustomer[], now: () => number): Promise<void> {
  const deadline = now() + SETTLE_MS;
  while (now() < deadline && customers.some((customer) => !customer.idle())) await wait(50);
}

async function verifyAll(customers: LoadCustomer[]): Promise<string[]> {
  const left = customers.filter((customer) => customer.acknowledged() > 0);
  const problems: string[] = [];
  const verifier = async () => {
    for (let customer = left.pop(); customer; customer = left.pop()) problems.push(...(await customer.verify()));
  };
  await Promise.all(Array.from({ length: VERIFIERS }, verifier));
  return problems;
}
