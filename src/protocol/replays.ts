import { z } from "zod";
import { type CheckName, MOST_REPLAYED } from "./prompt-parts.ts";
import { promptSetSchema, versionSchema } from "./prompts.ts";

/**
 * Trying a prompt on past questions, below `/api` (see staff-http.ts for what all requests share):
 *
 *     GET    /api/past-questions?text=   → { questions: PastQuestion[] }     read-prompts
 *     GET    /api/approved-turns         → { turns: ApprovedTurnHead[] }
 *     GET    /api/replays                → { replays: ReplayHead[] }
 *     GET    /api/replays/:id            → ReplayView
 *     POST   /api/prompt-trials          TryPrompt → PromptTrial             manage-prompts
 *     POST   /api/replays                StartReplay → { replayId }
 *     POST   /api/replays/:id/cancel     → Done
 *     POST   /api/replays/:id/resume     → Done
 */

/** What the documentation was asked, newest first. Words, all of which must occur; without any, the newest. */
export const pastQuestionsSchema = z.object({ text: z.string().max(500).default("") });
export type PastQuestion = { answerId: string; question: string; at: number };

/** An answer that staff approved or wrote, as a worked example. `stale`: a passage that it cites has changed. */
export type ApprovedTurnHead = {
  answerId: string;
  question: string;
  answer: string;
  intent: string | null;
  stale: boolean;
};

export const replayLineSchema = z.object({
  question: z.string().min(1).max(8_000),
  history: z.array(z.strictObject({ role: z.enum(["customer", "agent"]), text: z.string().max(8_000) })).default([]),
  /** What a good answer says. */
  answer: z.string().max(8_000).optional(),
});

export const startReplaySchema = z.strictObject({
  candidate: versionSchema,
  /** Left out: what is live. */
  baseline: versionSchema.optional(),
  questions: z.discriminatedUnion("from", [
    /** The newest questions that the documentation was asked. */
    z.strictObject({ from: z.literal("last"), count: z.int().min(1).max(MOST_REPLAYED) }),
    /** The newest that staff gave a verdict on. */
    z.strictObject({ from: z.literal("reviewed"), count: z.int().min(1).max(MOST_REPLAYED) }),
    z.strictObject({ from: z.literal("lines"), lines: z.array(replayLineSchema).min(1).max(MOST_REPLAYED) }),
  ]),
  /** A model grades and compares the answers, too: three to five more calls for each question. */
  judge: z.boolean().default(false),
});
export type StartReplay = z.infer<typeof startReplaySchema>;

/** Checks that failed, with what they found. */
export type FailedChecks = Partial<Record<CheckName, string[]>>;
export type ReplaySide = {
  outcome: string;
  route: string;
  text: string;
  failed: FailedChecks;
  /** 0..1: share of checks passed; with a reference, averaged with the share of its words that are said. */
  score: number;
  ms: number;
  /** null: nothing was written by a model. */
  model: string | null;
  tokens: { prompt: number; completion: number } | null;
  fallbacks: string[];
};

/** 1 to 5, null: the judge gave none. `pair`: the same in both orders, else a tie. */
export type Judgement = {
  candidate: number | null;
  baseline: number | null;
  pair: "candidate" | "baseline" | "tie" | null;
  /** Of the answer that was given then, beside what staff said of it. */
  given: { grade: number | null; approved: boolean } | null;
};

/** One question under a content that is still being edited, beside what is live. */
export const tryPromptSchema = z.strictObject({
  question: z.string().trim().min(1).max(2_000),
  content: promptSetSchema,
});
export type TryPrompt = z.infer<typeof tryPromptSchema>;
export type PromptTrial = { candidate: ReplaySide; baseline: ReplaySide };

export type ReplayResult = { candidate: ReplaySide; baseline: ReplaySide; judged: Judgement | null };
export type ReplayRow = {
  place: number;
  question: string;
  answerId: string | null;
  /** What a good answer says; null: nobody has said. */
  reference: string | null;
  result: ReplayResult | null;
};

/** `too-few`: not enough questions to tell. */
export type PairedVerdict = "better" | "worse" | "alike" | "too-few";
export type PairedReport = {
  verdict: PairedVerdict;
  wins: number;
  losses: number;
  ties: number;
  /** Two-sided exact sign test. */
  p: number;
  /** Mean of candidate − baseline with its 95 % bootstrap interval. */
  difference: number;
  interval: { low: number; high: number };
};

export type SideFigures = {
  answered: number;
  score: number;
  failed: Partial<Record<CheckName, number>>;
  /** Milliseconds. */
  msP50: number;
  msP95: number;
  promptTokens: number;
  completionTokens: number;
  /** Of all answers together, in the summary's currency; null: some model's price or tokens are not known. */
  cost: number | null;
};

export type ReplaySummary = {
  questions: number;
  /** Three letters, as `PRICE_CURRENCY`. */
  currency: string;
  candidate: SideFigures;
  baseline: SideFigures;
  /** By the checks, and by the judge where there was one. */
  checks: PairedReport;
  judge: PairedReport | null;
  /** How often the judge's grades (4 and 5 are good) and the verdicts of staff agree; null without either. */
  agreement: { agree: number; of: number } | null;
  /** Answered by one side alone. */
  flips: { gained: number; lost: number };
};

export type ReplayHead = {
  replayId: string;
  candidate: string;
  baseline: string;
  source: string;
  author: string;
  judge: boolean;
  startedAt: number;
  /** `interrupted`: neither ended nor cancelled, and nobody works on it; it can be resumed. */
  state: "running" | "done" | "cancelled" | "interrupted";
  done: number;
  questions: number;
};
export type ReplayView = ReplayHead & { summary: ReplaySummary | null; rows: ReplayRow[] };
