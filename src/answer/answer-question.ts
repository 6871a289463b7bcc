import type { ChatMessage } from "../models/chat-model.ts";
import type { Citation, Outcome, Route } from "../protocol/conversation.ts";

export type HistoryTurn = { author: "customer" | "bot" | "staff"; text: string };

export type Question = {
  text: string;
  /** Earlier turns, oldest first, without the question itself. */
  history: HistoryTurn[];
};

/** Structured inputs of a turn: enough to render it again under a new prompt, and to prove what happened. */
export type AnswerRecord = {
  history: HistoryTurn[];
  /** The question as understood: with the topic that it carries over. */
  understood: { text: string; topic: string | null };
  knowledgeVersion: string;
  passages: { id: string; hash: string; path: string; anchor: string; heading: string; score: number }[];
  support: { score: number; threshold: number };
  promptVersion: string | null;
  modelId: string | null;
  /** The exact messages sent; empty for the extractive generator. */
  messages: ChatMessage[];
  /** Named detours: "model-timeout", "citations-removed", … */
  fallbacks: string[];
  /** Milliseconds by stage. */
  timings: Record<string, number>;
  tokens: { prompt: number; completion: number } | null;
};

export type Answer = {
  outcome: Outcome;
  route: Route;
  text: string;
  citations: Citation[];
  record: AnswerRecord;
};

export type AnswerOptions = {
  /** Aborted when the customer stops the answer, staff take over or the server drains. */
  signal: AbortSignal;
  /** Provisional text as it grows; the returned answer is authoritative. */
  onDelta: (text: string) => void;
  /** What was streamed so far is void; the next delta starts at offset 0. */
  onRestart: () => void;
};

/** The verb that the server, `ask`, `eval` and `finetune` share, so that they cannot drift apart. */
export type AnswerQuestion = (question: Question, options: AnswerOptions) => Promise<Answer>;
