import type { ChatModel } from "./chat-model.ts";
import type { Clock } from "./clock.ts";

/** How long somebody waits for their turn: a quotation now is worth more than a written answer much later. */
export const PATIENCE_MS = 3_000;

/**
 * The same model, called `atOnce` times at once. As many more wait for a short while, first come, first served; everybody
 * else gets `busy` at once. A conversation has one answer written at a time, so nobody can take more than one place.
 */
export function boundedChatModel(model: ChatModel, atOnce: number, clock: Pick<Clock, "alarm">): ChatModel {
  const line: (() => void)[] = [];
  let running = 0;

  function turn(signal: AbortSignal): Promise<boolean> {
    if (running < atOnce) {
      running += 1;
      return Promise.resolve(true);
    }
    return line.length < atOnce && !signal.aborted ? queued(signal) : Promise.resolve(false);
  }

  function queued(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isTurn: boolean) => {
        patience.cancel();
        signal.removeEventListener("abort", leave);
        resolve(isTurn);
      };
      const enter = () => settle(true);
      const leave = () => {
        line.splice(line.indexOf(enter), 1);
        settle(false);
      };
      const patience = clock.alarm(PATIENCE_MS, leave);
      signal.addEventListener("abort", leave);
      line.push(enter);
    });
  }

  /** The place goes to whoever waits longest. */
  function done(): void {
    const next = line.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    id: model.id,
    contextTokens: model.contextTokens,
    countTokens: model.countTokens,

    async chat(messages, options) {
      if (!(await turn(options.signal))) {
        return options.signal.aborted
          ? { failure: "stopped", detail: "stopped while waiting for a turn" }
          : { failure: "busy", detail: `not called: ${atOnce} calls at once are going on` };
      }
      return model.chat(messages, options).finally(done);
    },
  };
}
