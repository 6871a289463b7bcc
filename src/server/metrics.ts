import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Audience } from "../conversations/audience.ts";
import type { Outcome, Route } from "../protocol/conversation.ts";

/** What the server counts while it runs. No label holds anything that a customer or a page wrote. */
export type Metrics = {
  /** An event of a customer was replied to, after `ms` milliseconds. `code`: `ok`, or why it was refused. */
  replied(event: string, code: string, ms: number): void;
  /** Times what the audience is told of answers, and tells it. */
  timed(audience: Audience): Audience;
  /** Sizes that are asked for when somebody looks. */
  watch(sizes: { sockets: () => number; openAnswers: () => number }): void;
  /** Prometheus' text format, and its content type. */
  page(): Promise<{ type: string; text: string }>;
};

/** Seconds. The promise of 50 ms has a bound of its own, so that a share below it can be read off. */
const ACK_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const ANSWER_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Of the data folder. */
export type DiskFigures = { full: () => boolean /** Bytes. */; free: () => number };

/** `clock`: milliseconds. Node's own figures (CPU, memory, delay of the event loop since the last look) come along. */
export function prometheusMetrics(clock: () => number, disk: DiskFigures | null = null): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const events = new Histogram({
    name: "switchboard_event_seconds",
    help: "Time from a customer's event to its acknowledgement, by event and code.",
    labelNames: ["event", "code"],
    buckets: ACK_BUCKETS,
    registers,
  });

  if (disk) {
    const full = () => Number(disk.full());
    gauge("switchboard_disk_full", "1 while messages are refused because the disk is full.", full, registers);
    gauge("switchboard_disk_free_bytes", "Room on the disk of the data folder.", disk.free, registers);
  }

  return {
    replied: (event, code, ms) => events.observe({ event, code }, ms / 1_000),
    timed: timedAnswers(registers, clock),
    watch({ sockets, openAnswers }) {
      gauge("switchboard_visitor_sockets", "Customers' sockets that are open.", sockets, registers);
      gauge("switchboard_answers_open", "Answers that wait or are written.", openAnswers, registers);
    },
    async page() {
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}

function gauge(name: string, help: string, size: () => number, registers: Registry[]): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(size());
    },
  });
}

function timedAnswers(registers: Registry[], clock: () => number): (audience: Audience) => Audience {
  const answers = new Counter({
    name: "switchboard_answers_total",
    help: "Answers that ended, by outcome and route.",
    labelNames: ["outcome", "route"],
    registers,
  });
  const seconds = answerTimes("switchboard_answer_seconds", "Time from the start of an answer to its end.", registers);
  const first = answerTimes("switchboard_first_delta_seconds", "Time from its start to its first words.", registers);
  const started = new Map<string, { at: number; silent: boolean }>();

  function firstDelta(messageId: string): void {
    const answer = started.get(messageId);
    if (!answer?.silent) return;
    answer.silent = false;
    first.observe((clock() - answer.at) / 1_000);
  }

  function ended(messageId: string, outcome: Outcome, route: Route): void {
    answers.inc({ outcome, route });
    const answer = started.get(messageId);
    if (answer) seconds.observe((clock() - answer.at) / 1_000);
    started.delete(messageId);
  }

  return (audience) => ({
    tell(conversationId, told, except) {
      const { event, payload } = told;
      if (event === "answer-start") started.set(payload.messageId, { at: clock(), silent: true });
      else if (event === "answer-delta") firstDelta(payload.messageId);
      else if (event === "answer-end") ended(payload.messageId, payload.outcome, payload.route);
      audience.tell(conversationId, told, except);
    },
  });
}

function answerTimes(name: string, help: string, registers: Registry[]): Histogram {
  return new Histogram({ name, help, buckets: ANSWER_BUCKETS, registers });
}
