import { z } from "zod";

/** How an answer ended: exactly one, also after a restart. */
export const outcomeSchema = z.enum(["answered", "no-answer", "handed-off", "refused", "stopped", "failed"]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** What produced the answer. */
export const routeSchema = z.enum(["documentation", "verified", "tuned", "combined", "small-talk", "person"]);
export type Route = z.infer<typeof routeSchema>;

/** Which kind of model wrote an answer's words: one that a prompt tells what to do, or one that learnt from approved replies. */
export const writerSchema = z.enum(["prompted-model", "tuned-model"]);
export type AnswerWriter = z.infer<typeof writerSchema>;

/** Whose turn it is to speak. While `queued` the bot goes on answering; while `human` it is silent. */
export const ownerSchema = z.enum(["bot", "queued", "human", "closed"]);
export type Owner = z.infer<typeof ownerSchema>;

/** How a conversation ended, exactly one of each; `open`: it has not yet. See section O of docs/SPEC.md. */
export const RESOLUTIONS = [
  "confirmed",
  "assumed",
  "reopened",
  "abandoned",
  "unanswered",
  "handed-off",
  "open",
] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** Who wrote a `message` event; the bot's words travel in `answer-*` events. */
export const authorSchema = z.enum(["customer", "staff", "system"]);
export type Author = z.infer<typeof authorSchema>;

export const citationSchema = z.object({
  /** The n of the `[n]` in the answer's text; from 1. */
  marker: z.number().int().positive(),
  /** Page path relative to the knowledge folder, with extension. */
  path: z.string(),
  /** GitHub slug of the heading, `""` for the top of the page. */
  anchor: z.string(),
  title: z.string(),
  /** Heading path below the title, joined with " > "; `""` at the top. */
  heading: z.string(),
  /** Words that stand in the passage. */
  quote: z.string(),
  /** Where "read more" leads: the front matter's `source`, else `/docs/PATH#ANCHOR`. */
  source: z.string(),
});
export type Citation = z.infer<typeof citationSchema>;
