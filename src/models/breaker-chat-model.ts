import type { ChatFailure, ChatModel, ChatReply } from "./chat-model.ts";
import { admit, closedBreaker, settle } from "./circuit-breaker.ts";
import type { Clock } from "./clock.ts";

/** The same model, not called while its server is down: then `unavailable` comes back at once. */
export function breakerChatModel(model: ChatModel, clock: Pick<Clock, "now">): ChatModel {
  let breaker = closedBreaker;

  return {
    id: model.id,
    contextTokens: model.contextTokens,
    countTokens: model.countTokens,

    async chat(messages, options) {
      const admitted = admit(breaker, clock.now());
      if (!admitted) return { failure: "unavailable", detail: "not called: the last calls failed one after the other" };

      breaker = admitted;
      const reply = await model.chat(messages, options);
      breaker = settle(breaker, outcomeOf(reply), clock.now());
      return reply;
    },
  };
}

/** `rejected` and `too-long` are answers to this one request: a customer must not be able to open the breaker for all. */
function outcomeOf(reply: ChatReply | ChatFailure): "success" | "failure" | "unclear" {
  if (!("failure" in reply)) return "success";
  return ["stopped", "rejected", "too-long"].includes(reply.failure) ? "unclear" : "failure";
}
