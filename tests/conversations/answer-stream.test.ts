import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { answerStream, COALESCE_MS } from "../../src/conversations/answer-stream.ts";
import type { VisitorEvent } from "../../src/conversations/audience.ts";
import { manualTimers } from "../support/manual-timers.ts";

const start = { messageId: "answer", replyTo: "question" };

/** What a listener that heard these events shows. */
function shown(events: VisitorEvent[]): string {
  return events.reduce((text, { event, payload }) => {
    if (event === "answer-start") return "";
    if (event !== "answer-delta") return text;
    expect(payload.offset).toBe(text.length);
    return text + payload.text;
  }, "");
}

describe("the provisional text of an answer", () => {
  it("[W9] goes out in gapless deltas, [W7] also to a listener who comes later, [W10] and after a restart", () => {
    const step = fc.oneof(
      fc.record({ say: fc.string({ unit: "binary" }) }),
      fc.record({ pass: fc.integer({ min: 1, max: 2 * COALESCE_MS }) }),
      fc.constant("restart" as const),
      fc.constant("listen" as const),
    );
    const property = (steps: (string | { say: string } | { pass: number })[]) => {
      const timers = manualTimers();
      const listeners: VisitorEvent[][] = [[]];
      const stream = answerStream(start, (event) => listeners.forEach((heard) => void heard.push(event)), timers);
      for (const each of steps) {
        if (each === "restart") stream.restart();
        else if (each === "listen") listeners.push([...stream.catchUp()]);
        else if (typeof each === "object" && "say" in each) stream.append(each.say);
        else if (typeof each === "object") timers.pass(each.pass);
      }
      timers.pass(COALESCE_MS);

      for (const heard of listeners) expect(shown(heard)).toBe(stream.text());
    };

    fc.assert(fc.property(fc.array(step), property));
  });

  it("[W9] sends no more than one delta in 75 ms, however many pieces come", () => {
    const timers = manualTimers();
    const sentAt: number[] = [];
    const stream = answerStream(start, ({ event }) => event === "answer-delta" && sentAt.push(timers.now()), timers);
    for (let piece = 0; piece < 1_000; piece += 1) {
      stream.append("x");
      timers.pass(1);
    }

    const gaps = sentAt.slice(1).map((at, index) => at - sentAt[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(COALESCE_MS);
    expect(sentAt.length).toBeGreaterThan(10);
  });

  it("says nothing after its end", () => {
    const timers = manualTimers();
    const heard: VisitorEvent[] = [];
    const stream = answerStream(start, (event) => heard.push(event), timers);
    stream.append("One");
    stream.append(" two");
    stream.end();
    stream.append(" three");
    stream.restart();
    timers.pass(1_000);

    expect(heard.map(({ event }) => event)).toEqual(["answer-start", "answer-delta"]);
  });
});
