import type { ChatFailure, ChatModel, ChatReply, ChatUsage } from "../models/chat-model.ts";
import type { AnswerOptions } from "./answer-question.ts";
import type { ComposedPrompt } from "./compose-prompt.ts";
import { linkFilter } from "./safe-links.ts";
import { nothingRead, readEnd, readPiece } from "./visible-answer.ts";

/** What came of the model's turn. Every kind but `draft` leaves nothing on the customer's screen. */
export type ModelTurn =
  | { kind: "draft"; text: string; usage: ChatUsage | null; linksRemoved: number }
  /** The model found the answer in no passage. */
  | { kind: "no-answer"; usage: ChatUsage | null }
  | { kind: "refused"; usage: ChatUsage | null }
  /** By the customer; with the text that was visible by then. */
  | { kind: "stopped"; text: string }
  /** Answer without the model; the failure's name goes into the record. */
  | { kind: "failed"; failure: ChatFailure["failure"]; detail: string };

/**
 * Streams the visible part of one model's answer to a composed prompt: neither private notes nor links of the model's
 * own ever reach `onDelta`. A draft's text is exactly what was streamed; its `[n]` markers are not checked yet.
 */
export async function generateWithModel(
  model: ChatModel,
  prompt: ComposedPrompt,
  options: AnswerOptions,
): Promise<ModelTurn> {
  const screen = openScreen(prompt, options);
  const reply = await model.chat(prompt.messages, {
    signal: options.signal,
    onDelta: screen.show,
    onRestart: screen.clear,
  });

  const turn = turnOf(reply, screen);
  if (turn.kind !== "draft" && turn.kind !== "stopped") screen.clear();
  return turn;
}

type Screen = ReturnType<typeof openScreen>;

/** What the customer sees of the reply as it arrives. */
function openScreen(prompt: ComposedPrompt, options: AnswerOptions) {
  let reading = nothingRead;
  let links = linkFilter(prompt.passagesUsed);
  let sent = "";
  const send = (text: string) => {
    sent += text;
    if (text !== "") options.onDelta(text);
  };

  return {
    show(piece: string) {
      const step = readPiece(reading, piece);
      reading = step.reading;
      send(links.push(step.visible));
    },
    clear() {
      if (sent !== "") options.onRestart();
      reading = nothingRead;
      links = linkFilter(prompt.passagesUsed);
      sent = "";
    },
    closed: () => reading.place === "after",
    sent: () => sent,
    finish() {
      const end = readEnd(reading);
      send(links.push(end.visible) + links.end());
      return { text: sent, noAnswer: end.reading.noAnswer, linksRemoved: links.removed() };
    },
  };
}

function turnOf(reply: ChatReply | ChatFailure, screen: Screen): ModelTurn {
  if ("failure" in reply) {
    return reply.failure === "stopped" ? { kind: "stopped", text: screen.sent() } : { kind: "failed", ...reply };
  }
  if (reply.finish === "filtered") return { kind: "refused", usage: reply.usage };
  // Half an answer may lack the half that matters.
  if (reply.finish === "length" && !screen.closed()) return failed("cut-off", "the reply reached its token limit");

  const { text, noAnswer, linksRemoved } = screen.finish();
  if (noAnswer) return { kind: "no-answer", usage: reply.usage };
  if (text.trim() === "") return failed("malformed", "the reply has no visible answer");
  return { kind: "draft", text, usage: reply.usage, linksRemoved };
}

function failed(failure: ChatFailure["failure"], detail: string): ModelTurn {
  return { kind: "failed", failure, detail };
}
