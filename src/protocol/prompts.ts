import { z } from "zod";
import type { PromptSectionName } from "./prompt-parts.ts";

/**
 * Versions of the prompt, below `/api` (see staff-http.ts for what all requests share; replays.ts for trying them):
 *
 *     GET    /api/prompts                            → PromptsView                        read-prompts
 *     GET    /api/prompts/:version                   → PromptVersion
 *     GET    /api/prompts/:version/changes/:other    → { diff: PromptDiff }
 *     POST   /api/prompt-composer                    ComposeRequest → ComposedTurn
 *     POST   /api/prompts                            SavePrompt → { version, saved }      manage-prompts
 *     POST   /api/prompts/serving                    Rollout → Done
 */

/** Texts by section of the prompt; an empty one is left out of what is sent. */
const sectionTexts = {
  /** Who speaks, and what it knows. */
  role: z.string().max(8_000),
  rules: z.string().max(20_000),
  tone: z.string().max(8_000),
  /** What the model thinks through before it answers: never shown, never kept in the answer's text. */
  notes: z.string().max(8_000),
  format: z.string().max(8_000),
  /** Worked examples that were written by hand. */
  examples: z.string().max(20_000),
} satisfies Record<PromptSectionName, z.ZodType>;

const variableSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), value: z.string().max(2_000) }),
  z.strictObject({ type: z.literal("number"), value: z.number() }),
  z.strictObject({ type: z.literal("yes-no"), value: z.boolean() }),
  z
    .strictObject({ type: z.literal("choice"), value: z.string(), choices: z.array(z.string().min(1)).min(1).max(50) })
    .refine(({ value, choices }) => choices.includes(value), "the value must be one of the choices"),
]);
export type PromptVariable = z.infer<typeof variableSchema>;

/** Those that the bot has words of its own in. */
export const languageSchema = z.enum(["en", "de", "fr", "es", "it"]);
export type OwnLanguage = z.infer<typeof languageSchema>;

const overrideSchema = z
  .strictObject({
    /** Both null would be no override. */
    intent: z.string().min(1).max(100).nullable(),
    language: languageSchema.nullable(),
    sections: z.strictObject(sectionTexts).partial(),
  })
  .refine(({ intent, language }) => intent !== null || language !== null, "name an intent, a language or both");

const sentence = z.string().min(1).max(1_000).regex(/\S/, "leave it out to keep what ships with the product");

const ownWords = z.strictObject({
  greeting: sentence,
  thanks: sentence,
  acknowledgement: sentence,
  farewell: sentence,
  wellbeing: sentence,
  identity: sentence,
  /** Nothing in the documentation answers. */
  notFound: sentence,
  /** Before the pages that come closest. */
  nearest: sentence,
  /** Before a quotation that may not answer the question. */
  inDoubt: sentence,
  /** A model declined. */
  cannotAnswer: sentence,
  /** An answer was of no use. */
  complaint: sentence,
  /** Behind each of the five above. */
  offerPerson: sentence,
  /** The answer to a request for a person. */
  passedOn: sentence,
});
export type OwnSentence = keyof typeof ownWords.shape;

/** Everything that decides how a question is answered and that takes effect without training. null: as the settings say. */
export const promptSetSchema = z.strictObject({
  sections: z.strictObject(sectionTexts),
  /** Approved turns as further examples. `answerIds` empty with `nearest`: all that staff approved or corrected. */
  picked: z.strictObject({
    by: z.enum(["none", "fixed", "nearest"]),
    answerIds: z.array(z.string().min(1).max(100)).max(50),
    most: z.int().min(1).max(8),
    tokens: z.int().min(50).max(8_000),
  }),
  /** `{{name}}` in a section; `{{product}}` is always there. */
  variables: z.record(
    z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "a name is lower case letters, digits and _"),
    variableSchema,
  ),
  /** The later ones win where several fit. */
  overrides: z.array(overrideSchema).max(40),
  retrieval: z.strictObject({
    passages: z.int().min(1).max(40).nullable(),
    promptTokens: z.int().min(2_000).max(1_000_000).nullable(),
    /** As `ANSWER_CAUTION`. */
    caution: z.int().min(0).max(100).nullable(),
    /** One group of words a line, separated by commas. */
    synonyms: z.string().max(20_000),
  }),
  /** Answers that are quoted, without a model. */
  quoting: z.strictObject({ words: z.int().min(20).max(400).nullable() }),
  /** What the bot says in its own name, by language, as text; `{{product}}` is its only variable. Named before it was more. */
  smallTalk: z.partialRecord(languageSchema, ownWords.partial()),
  model: z.strictObject({
    /** A model of the configured server. */
    name: z.string().min(1).max(200).nullable(),
    temperature: z.number().min(0).max(2).nullable(),
    replyTokens: z.int().min(100).max(32_000).nullable(),
  }),
  /** What a replay looks for in answers. */
  checks: z.strictObject({
    forbidden: z.array(z.string().min(1).max(200)).max(100),
    mostWords: z.int().min(10).max(2_000).nullable(),
  }),
});
export type PromptSet = z.infer<typeof promptSetSchema>;

/** "NAME@hash": the hash is of the content, so the same content under the same name is the same version. */
export const versionSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}@[0-9a-f]{12}$/, "a version looks like NAME@0123456789ab");

export const savePromptSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "lower case letters, digits and hyphens, 40 at most"),
  note: z.string().trim().max(500),
  content: promptSetSchema,
});
export type SavePrompt = z.infer<typeof savePromptSchema>;

export const rolloutSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("publish"), version: versionSchema, reason: z.string().max(500).default("") }),
  z.strictObject({
    action: z.literal("canary"),
    version: versionSchema,
    /** Of conversations. */
    share: z.number().min(0.01).max(0.99),
    reason: z.string().max(500).default(""),
  }),
  z.strictObject({ action: z.literal("rollback"), reason: z.string().max(500).default("") }),
]);
export type Rollout = z.infer<typeof rolloutSchema>;

/** One step in the history of what serves. `by` null: the guard. */
export type RolloutEntry = {
  at: number;
  by: string | null;
  action: Rollout["action"];
  /** What is published or tried; of a rollback, what is taken back. */
  version: string;
  share: number | null;
  reason: string;
};

export type PromptVersionHead = { version: string; name: string; author: string; note: string; createdAt: number };
export type PromptVersion = PromptVersionHead & { content: PromptSet };

export type ServingState = {
  live: string;
  /** What a rollback leads to; null when there is nothing before. */
  previous: string | null;
  canary: { version: string; share: number; since: number } | null;
};

/** One thing that tells of harm, as the guard counts it on both sides. */
export type GuardSignal = {
  name: string;
  canary: { answers: number; seen: number };
  baseline: { answers: number; seen: number };
};

export type PromptsView = {
  serving: ServingState;
  /** The canary's figures; empty without one. */
  signals: GuardSignal[];
  /** Newest first; the one that ships with the product last. */
  versions: PromptVersionHead[];
  history: RolloutEntry[];
  /** The configured model's id; null: answers are quoted. */
  model: string | null;
  /** The bot's own words where a version leaves them out. */
  words: Record<OwnLanguage, Record<OwnSentence, string>>;
};

/** `same` lines give the place; numbers are not needed to read it. */
export type DiffLine = { kind: "same" | "added" | "removed"; text: string };
/** Only parts that differ. */
export type PromptDiff = { part: string; lines: DiffLine[] }[];

/** Under a saved version, or under a content that is still being edited. */
export const composeRequestSchema = z.strictObject({
  answerId: z.string().min(1).max(100),
  prompt: z.union([versionSchema, promptSetSchema]),
});
export type ComposeRequest = z.infer<typeof composeRequestSchema>;

/** What a model would be sent for a past turn under a version. */
export type ComposedTurn = {
  question: string;
  messages: { role: "system" | "user" | "assistant"; content: string }[];
  /** Tokens by part, in the order in which they are sent; see compose-prompt.ts. */
  tokens: Record<string, number>;
  /** What the turn was given under, and whether these are the very messages that were sent then. */
  recorded: { version: string | null; same: boolean };
  /** Passages that are not what they were: those gone are missing here, those changed are shown as they are now. */
  passages: { changed: number; gone: number };
};
