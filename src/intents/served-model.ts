import { z } from "zod";
import { byName } from "../models/by-name.ts";
import { REPLY_BOUNDS } from "../models/openai-compatible.ts";

/** Where a model answers that was trained elsewhere, and what it was trained with. */
export const servedModelSchema = z.object({
  url: z.url(),
  /** What that server calls it. */
  name: z.string().min(1),
  /** How the server is told that a reply must be an approved one. */
  bound: z.enum(REPLY_BOUNDS),
  /** The system prompt of its training rows, word for word; "" where they had none. */
  system: z.string(),
  /** What the replies cite that it learnt, by intent, where it writes with passages in sight; null: it gives approved replies. */
  writes: byName(z.array(z.object({ passageId: z.string(), hash: z.string() }))).nullable(),
  /** Fingerprints of what staff told one customer alone, see `case-prints.ts`. */
  cases: z.array(z.string()),
});
export type ServedModel = z.infer<typeof servedModelSchema>;
