import { describe, expect, it } from "@jest/globals";
import { boundedChatModel, PATIENCE_MS } from "../../src/models/bounded-chat-model.ts";
import { manualClock } from "../support/manual-clock.ts";
import { scriptedChatModel } from "../support/scripted-chat-model.ts";

/** A model whose calls end when the test says so. */
function crowded(atOnce: number) {
  const clock = manualClock();
  const ends: (() => void)[] = [];
  const scripted = scriptedChatModel(["Yes."]);
  const slow = {
    ...scripted,
    chat: (...call: Parameters<typeof scripted.chat>) => held().then(() => scripted.chat(...call)),
  };
  const held = () => new Promise<void>((resolve) => ends.push(resolve));
  const model = boundedChatModel(slow, atOnce, clock);
  const ask = (signal = new AbortController().signal) =>
    model
      .chat([], { signal, onDelta() {}, onRestart() {} })
      .then((reply) => ("failure" in reply ? reply.failure : reply.text));
  const endOne = async () => {
    ends.shift()!();
    await new Promise(setImmediate);
  };
  return { clock, ask, endOne, going: () => ends.length };
}

describe("a model in a rush", () => {
  it("[M13] is called so often at once and no more; who waits comes next, in order", async () => {
    const { ask, endOne, going } = crowded(2);
    const order: number[] = [];
    const all = [1, 2, 3, 4].map((number) => ask().then((text) => order.push(number) && text));
    expect(await ask()).toBe("busy");
    expect(going()).toBe(2);

    for (let left = 4; left > 0; left -= 1) {
      expect(going()).toBeLessThanOrEqual(2);
      await endOne();
    }
    expect(await Promise.all(all)).toEqual(["Yes.", "Yes.", "Yes.", "Yes."]);
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it("[M13] keeps nobody waiting for longer than three seconds, nor who has gone", async () => {
    const { clock, ask, endOne } = crowded(1);
    const first = ask();
    const late = ask();
    clock.advance(PATIENCE_MS);
    expect(await late).toBe("busy");

    const stop = new AbortController();
    const gone = ask(stop.signal);
    stop.abort();
    expect(await gone).toBe("stopped");

    const next = ask();
    await endOne();
    await endOne();
    expect(await Promise.all([first, next])).toEqual(["Yes.", "Yes."]);
  });

  it("[M13] has room again after failures", async () => {
    const failing = { ...scriptedChatModel([]), chat: () => Promise.reject(new Error("a bug")) };
    const model = boundedChatModel(failing, 1, manualClock());
    const ask = () => model.chat([], { signal: new AbortController().signal, onDelta() {}, onRestart() {} });

    await expect(ask()).rejects.toThrow("a bug");
    await expect(ask()).rejects.toThrow("a bug");
  });
});
