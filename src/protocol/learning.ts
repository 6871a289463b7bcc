import { z } from "zod";
import type { Page } from "./staff-http.ts";

/**
 * The learning loop in the console, below `/api/learning` (see staff-http.ts for what all requests share):
 *
 *     GET    /models                        → ModelsView                       read-insights
 *     POST   /serving          Roll         → { ok }                           manage-models
 *     GET    /runs                          → RunsView                         read-insights
 *     POST   /jobs             StartJob     → { jobId }                        manage-models
 *     POST   /jobs/:id/cancel               → { ok }                           manage-models
 *     POST   /trainings/:id/cancel          → { ok }                           manage-models
 *     GET    /datasets                      → DatasetsView                     manage-datasets
 *     GET    /datasets/:dataset/rows?side=&intent=&reason=&after=   → ExamplePage   manage-datasets
 *     GET    /proposals                     → ProposalsView                    manage-datasets
 *     GET    /proposals/:id/questions       → QuestionsView                    manage-datasets
 *     POST   /proposals/:id    Decision     → { ok }                           manage-datasets
 */

export type Counts = Record<string, number>;

/** How a model did on an intent's held-out questions, and what the gate made of it. */
export type MeasuredIntent = {
  model: string;
  decision: "promoted" | "kept";
  /** In words, with the numbers. */
  reason: string;
  /** Shares of right answers of what served then and of the model, and the 90 % interval of after − before. */
  before: number;
  after: number;
  interval: { low: number; high: number };
  rows: number;
};

export type IntentModel = {
  intent: string;
  /** Null: the documentation. `previous` null: the way back leads to the documentation. */
  serving: { model: string; share: number; previous: string | null; reason: string } | null;
  /** Of the model that serves, as long as its run is kept. */
  earned: MeasuredIntent | null;
  /** Of the newest evaluated model, where it is another one. */
  candidate: MeasuredIntent | null;
  /** What was last rolled back here, unless it was promoted again: by whom and why. `at` is ISO 8601. */
  takenBack: { model: string; at: string; by: string; reason: string } | null;
};

/** A labelled intent of which training makes no model, and why. `rows`: its approved ones to learn from. */
export type UntrainedIntent = { intent: string; rows: number; reason: string };

/** By name. `untrained`: those of the current dataset that `intents` does not show. */
export type ModelsView = { intents: IntentModel[]; untrained: UntrainedIntent[] };

const intent = z.string().min(1).max(200);
export const rollSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("promote"), intent, model: z.string().min(1), share: z.number().gt(0).max(1) }),
  z.strictObject({ action: z.literal("rollback"), intent }),
]);
export type Roll = z.infer<typeof rollSchema>;

export const JOB_VERBS = ["run", "discover", "advise"] as const;
export type JobVerb = (typeof JOB_VERBS)[number];

export const startJobSchema = z.strictObject({
  verb: z.enum(JOB_VERBS),
  /** Share of conversations that promoted intents serve, for `run`. */
  canary: z.number().gt(0).max(1).default(1),
});
export type StartJob = z.infer<typeof startJobSchema>;

/** A verb that was started from the console. Times are milliseconds since 1970. */
export type JobView = {
  jobId: string;
  verb: JobVerb;
  by: string;
  startedAt: number;
  endedAt: number | null;
  /** `interrupted`: the server ended before it did. */
  state: "running" | "done" | "failed" | "cancelled" | "interrupted";
  /** What it said, the newest last. */
  lines: string[];
  /** From how long the same verb took last time; null: it never ended well, or this one is over. */
  secondsLeft: number | null;
};

export type RunHead = {
  model: string;
  dataset: string;
  seed: number;
  trainedAt: string;
  trainSeconds: number;
  /** Null: not evaluated yet, or what it had learnt from was erased. */
  passed: { promoted: number; of: number } | null;
  erased: boolean;
  /** Where it answers that was trained elsewhere, and whether it writes with passages in sight; null: on this machine. */
  server: { url: string; name: string; writes: boolean } | null;
  /** How often the documentation answered in its place while it was evaluated, by the reason that answers record. */
  detours: Counts;
};

/** A training, whoever did it, see `finetune -- train` and `tune`. */
export type TrainingView = {
  id: string;
  trainer: "embedded" | "openai-compatible" | "command";
  seed: number;
  /** Null where nobody is paid. `amount` null: the price was not told. */
  cost: { tokens: number; amount: number | null; currency: string } | null;
  dataset: string;
  command: string[];
  startedAt: string;
  /** `interrupted`: it was killed, and nobody trains it any more. */
  state: "running" | "trained" | "cancelled" | "failed" | "erased" | "interrupted";
  curve: { step: number; steps: number; loss: number | null }[];
  seconds: number;
  /** Null where it is over or has not taken a step. */
  secondsLeft: number | null;
  artefact: string | null;
  reason: string | null;
};

/** Newest first. */
export type RunsView = { jobs: JobView[]; runs: RunHead[]; trainings: TrainingView[] };

/** What was left out while a dataset was cleaned. */
export type CleaningReport = {
  examples: number;
  kept: number;
  /** Examples left out, by reason. */
  left: Counts;
  /** The most that stay of what nobody reviewed, and of the reviewed ones of one intent; null: not told. */
  caps: { unreviewed: number; intent: number } | null;
};

/** What a person must know about a dataset before using it. */
export type DatasetCard = {
  dataset: string;
  /** Names the test side alone: datasets with the same one are judged on the same questions. */
  testSide: string;
  train: number;
  test: number;
  /** Reviewed rows by intent. */
  intents: Counts;
  verdicts: Counts;
  /** Rows by group; "unknown" where the log does not say. */
  languages: Counts;
  channels: Counts;
  /** Reviewed rows by who approved them, rows by licence; "not told" where the log does not say. */
  approvedBy: Counts;
  licences: Counts;
  /** Rows in which personal data was replaced, by kind. */
  redacted: Counts;
  cleaning: CleaningReport;
  /** By name. */
  untrained: UntrainedIntent[];
  /** Things that are known to be missing or doubtful. */
  gaps: string[];
};

export type DatasetCardView = Omit<DatasetCard, "testSide" | "untrained"> & {
  /** Models that were judged on its test side: the more, the likelier one of them is good there by chance. */
  judged: number;
};

/** `current`: what the next training reads; null: nothing was built yet. */
export type DatasetsView = { current: string | null; datasets: DatasetCardView[] };

/** `rejects`: what was left out. */
export const SIDES = ["train", "test", "rejects"] as const;
export const examplesQuerySchema = z.object({
  side: z.enum(SIDES).default("train"),
  /** Rows of this intent alone; "" means all. */
  intent: z.string().max(200).default(""),
  /** Rejects that were left out for this reason alone; "" means all. */
  reason: z.string().max(200).default(""),
  after: z.coerce.number().int().nonnegative().default(0),
});
export type ExamplesQuery = z.infer<typeof examplesQuerySchema>;

export type ExampleView = {
  id: string;
  conversation: string;
  /** The conversation is kept here, and not only in an imported log. */
  linked: boolean;
  question: string;
  completion: string | null;
  rejected: string | null;
  intent: string | null;
  verdict: string;
  /** Null where it was left out, and then the reason says why. */
  weight: number | null;
  reason: string | null;
};
export type ExamplePage = Page<ExampleView>;

export type ProposalView = {
  id: string;
  name: string;
  phrases: string[];
  size: number;
  /** In -1..1: loose groups are worth a closer look. */
  cohesion: number;
  examples: string[];
  /** Null: undecided. `intent` null: it is none. */
  decided: { intent: string | null } | null;
};
/** `found` null: nobody has looked yet. */
export type ProposalsView = { found: { turns: number; leftOut: number; proposals: ProposalView[] } | null };

/** What was asked, the most typical first; of a large group not all. */
export type QuestionsView = { questions: string[] };

export const decisionSchema = z.discriminatedUnion("decision", [
  /** The same name for several groups merges them. */
  z.strictObject({ decision: z.literal("accept"), intent: intent.regex(/\S/, "must not be empty") }),
  z.strictObject({ decision: z.literal("dismiss") }),
  /** Into two, by what sets its questions apart; both are undecided. */
  z.strictObject({ decision: z.literal("split") }),
  z.strictObject({ decision: z.literal("reopen") }),
]);
export type Decision = z.infer<typeof decisionSchema>;
