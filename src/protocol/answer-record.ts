export type HistoryTurn = { author: "customer" | "bot" | "staff"; text: string };

/** In `fallbacks`: what was found is quoted although it may not answer; the outcome is "no-answer". */
export const IN_DOUBT = "in-doubt";

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
  /** What the customer meant, where a tuned model served it; its calibrated probability in 0..1. */
  intent: { name: string; probability: number } | null;
  /** The verified answer that was served, how far it was ahead of the next one, and how far it had to be. */
  verified?: { answerId: string; lead: number; threshold: number };
  /** Answers of other conversations that were shown to the model as examples; missing where none were. */
  examples?: string[];
  /** The exact messages sent; empty for the extractive generator. */
  messages: { role: "system" | "user" | "assistant"; content: string }[];
  /** Named detours: "model-timeout", "citations-removed", … */
  fallbacks: string[];
  /** Milliseconds by stage. */
  timings: Record<string, number>;
  tokens: { prompt: number; completion: number } | null;
};
