import type { ChatFailure, ChatModel, ChatReply, ChatUsage } from "../models/chat-model.ts";
import type { AnswerOptions } from "./answer-question.ts";
import { asksBack } from "./asks-back.ts";
import { cite } from "./cite.ts";
import type { ComposedPrompt } from "./compose-prompt.ts";
import { ownWordsFilter } from "./own-words.ts";
import { linkFilter, withoutBrokenSentences } from "./safe-links.ts";
import { nothingRead, readEnd, readPiece } from "./visible-answer.ts";

/** What came of the model's turn. Every kind but `draft` leaves nothing on the customer's screen. */
export type ModelTurn =
  | { kind: "draft"; text: string; usage: ChatUsage | null; linksRemoved: number }
  /** The model found the answer in no passage. */
  | { kind: "no-answer"; usage: ChatUsage | null }
  | { kind: "refused"; usage: ChatUsage | null }
  /** The answer began to repeat the prompt, or what another customer asked. Answer without the model. */
  | { kind: "repeated-prompt" }
  /** By the customer; with the text that was visible by then. */
  | { kind: "stopped"; text: string }
  /** The model claims something and names no passage for it. Answer without the model. */
  | { kind: "unsourced"; usage: ChatUsage | null }
  /** Answer without the model; the failure's name goes into the record. */
  | { kind: "failed"; failure: ChatFailure["failure"]; detail: string };

/**
 * Streams the visible part of one model's answer to a composed prompt: neither private notes nor links of the model's
 * own nor the words of the prompt ever reach `onDelta`. A draft's text is what was streamed, less the sentences that lost
 * an address; its `[n]` markers are not checked yet. `linkOrigins`: where an answer may link to although no passage does.
 */
export async function generateWithModel(
  model: ChatModel,
  prompt: ComposedPrompt,
  options: AnswerOptions,
  linkOrigins: readonly string[] = [],
): Promise<ModelTurn> {
  const breakOff = new AbortController();
  const screen = openScreen(prompt, options, linkOrigins);
  const reply = await model.chat(prompt.messages, {
    signal: AbortSignal.any([options.signal, breakOff.signal]),
    onDelta(piece) {
      screen.show(piece);
      // What follows is not waited, or paid, for.
      if (screen.repeated()) breakOff.abort();
    },
    onRestart: screen.clear,
  });

  const turn = turnOf(reply, screen, prompt);
  if (turn.kind !== "draft" && turn.kind !== "stopped") screen.clear();
  return turn;
}

type Screen = ReturnType<typeof openScreen>;

/** What the customer sees of the reply as it arrives. */
function openScreen(prompt: ComposedPrompt, options: AnswerOptions, linkOrigins: readonly string[]) {
  let reading = nothingRead;
  let links = linkFilter(prompt.passagesUsed, linkOrigins);
  let words = ownWordsFilter(prompt.ownWords);
  let sent = "";
  let written = "";
  const send = (text: string) => {
    sent += text;
    if (text !== "") options.onDelta(text);
  };

  const whole = (visible: string) => {
    if (links.removed() === 0) return sent;
    const kept = linkFilter(prompt.passagesUsed, linkOrigins);
    return kept.push(withoutBrokenSentences(visible, prompt.passagesUsed, linkOrigins)) + kept.end();
  };

  return {
    show(piece: string) {
      const step = readPiece(reading, piece);
      reading = step.reading;
      written += step.visible;
      send(words.push(links.push(step.visible)));
    },
    clear() {
      if (sent !== "") options.onRestart();
      reading = nothingRead;
      links = linkFilter(prompt.passagesUsed, linkOrigins);
      words = ownWordsFilter(prompt.ownWords);
      sent = "";
      written = "";
    },
    closed: () => reading.place === "after",
    repeated: () => words.repeated(),
    sent: () => sent,
    finish() {
      const end = readEnd(reading);
      send(words.push(links.push(end.visible) + links.end()));
      send(words.end());
      return { text: whole(written + end.visible), noAnswer: end.reading.noAnswer, linksRemoved: links.removed() };
    },
  };
}

function turnOf(reply: ChatReply | ChatFailure, screen: Screen, { passagesUsed }: ComposedPrompt): ModelTurn {
  if (screen.repeated()) return { kind: "repeated-prompt" };
  if ("failure" in reply) {
    return reply.failure === "stopped" ? { kind: "stopped", text: screen.sent() } : { kind: "failed", ...reply };
  }
  if (reply.finish === "filtered") return { kind: "refused", usage: reply.usage };
  // Half an answer may lack the half that matters.
  if (reply.finish === "length" && !screen.closed()) return failed("cut-off", "the reply reached its token limit");

  const { text, noAnswer, linksRemoved } = screen.finish();
  if (screen.repeated()) return { kind: "repeated-prompt" };
  if (noAnswer) return { kind: "no-answer", usage: reply.usage };
  if (text.trim() === "") return failed("malformed", "the reply has no visible answer");
  const unsourced = cite({ draft: text, passages: passagesUsed }).citations.length === 0;
  if (unsourced && !asksBack(text)) return { kind: "unsourced", usage: reply.usage };
  return { kind: "draft", text, usage: reply.usage, linksRemoved };
}

function failed(failure: ChatFailure["failure"], detail: string): ModelTurn {
  return { kind: "failed", failure, detail };
}
