import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { breakerChatModel } from "../../src/models/breaker-chat-model.ts";
import type { ChatFailure, ChatReply } from "../../src/models/chat-model.ts";
import { admit, type Breaker, closedBreaker, settle } from "../../src/models/circuit-breaker.ts";
import { scriptedChatModel } from "../support/scripted-chat-model.ts";

const down: ChatFailure = { failure: "unavailable", detail: "connection refused" };
const fine: ChatReply = { text: "Yes.", finish: "stop", usage: null };

function afterFailures(count: number, now: number): Breaker {
  let breaker = closedBreaker;
  for (let n = 0; n < count; n++) breaker = settle(breaker, "failure", now);
  return breaker;
}

describe("the circuit breaker", () => {
  it("[M9] lets every call through until five have failed in a row", () => {
    expect(admit(afterFailures(4, 0), 0)).not.toBeNull();
    expect(admit(afterFailures(5, 0), 0)).toBeNull();
    expect(admit(settle(afterFailures(4, 0), "success", 0), 0)).toEqual(closedBreaker);
  });

  it("[M9] tries one call at a time after the rest", () => {
    const probing = admit(afterFailures(5, 0), 15_000);

    expect(probing).not.toBeNull();
    expect(admit(probing!, 15_000)).toBeNull();
    expect(settle(probing!, "success", 15_001)).toEqual(closedBreaker);
  });

  it("[M9] rests twice as long each time, five minutes at most", () => {
    let breaker = afterFailures(5, 0);
    const rests: number[] = [];
    for (let n = 0; n < 7; n++) {
      const now = breaker.openUntil!;
      breaker = settle(admit(breaker, now)!, "failure", now);
      rests.push(breaker.openUntil! - now);
    }

    expect(rests).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000, 300_000]);
  });

  it("[M9] a stopped probe leaves room for the next one", () => {
    const probing = admit(afterFailures(5, 0), 15_000)!;

    expect(admit(settle(probing, "unclear", 15_001), 15_001)).not.toBeNull();
  });

  it("[M9] never stays shut for more than five minutes, whatever happens", () => {
    const event = fc.record({
      wait: fc.integer({ min: 0, max: 100_000 }),
      outcome: fc.constantFrom("success" as const, "failure" as const, "unclear" as const),
    });

    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let breaker = closedBreaker;
        let now = 0;
        for (const { wait, outcome } of events) {
          now += wait;
          const admitted = admit(breaker, now);
          if (admitted) breaker = settle(admitted, outcome, now);
        }
        expect(admit(breaker, now + 300_000)).not.toBeNull();
      }),
    );
  });
});

describe("a model behind the circuit breaker", () => {
  const call = (model: ReturnType<typeof breakerChatModel>) =>
    model.chat([], { signal: new AbortController().signal, onDelta() {}, onRestart() {} });

  it("[M9] is not called during an outage, and again when it is over", async () => {
    let now = 0;
    const inner = scriptedChatModel([down, down, down, down, down, fine]);
    const model = breakerChatModel(inner, { now: () => now });

    for (let n = 0; n < 20; n++) expect(await call(model)).toMatchObject({ failure: "unavailable" });
    expect(inner.calls).toHaveLength(5);

    now = 15_000;
    expect(await call(model)).toEqual(fine);
    expect(await call(model)).toEqual(fine);
  });

  it.each(["rejected", "too-long", "stopped"] as const)(
    "[M9] is called as before after requests that end %s: one customer cannot shut it for all",
    async (failure) => {
      const inner = scriptedChatModel([{ failure, detail: "" }]);
      const model = breakerChatModel(inner, { now: () => 0 });

      for (let n = 0; n < 8; n++) await call(model);

      expect(inner.calls).toHaveLength(8);
    },
  );
});
