import { createReadStream, createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";

/** THE dataset: one example is one customer turn and what staff made of its answer. Redacted before it gets here. */
export const exampleSchema = z.object({
  /** `conversation#turn`: where it came from. */
  id: z.string().min(1),
  conversation: z.string().min(1),
  /** Place of the customer's turn in its conversation, from 0. */
  turn: z.number().int().nonnegative(),
  /** The newest turns up to and with the customer's, as many as a model is sent. */
  messages: z.array(z.object({ role: z.enum(["user", "assistant"]), content: z.string() })).min(1),
  /** What staff approved, wrote instead or wrote themselves; null: nobody looked. */
  completion: z.string().min(1).nullable(),
  /** What staff rejected or corrected. */
  rejected: z.string().min(1).nullable(),
  intent: z.string().min(1).nullable(),
  verdict: z.enum(["approved", "corrected", "rejected", "written", "unreviewed"]),
  /** How much the completion is to be believed, in 0..1. */
  weight: z.number().min(0).max(1),
  /** The passages that the completion cites, as they were: where one has changed it may be wrong. */
  passages: z.array(z.object({ passageId: z.string(), hash: z.string() })),
  /** Customers who must not fare worse than others. */
  groups: z.object({
    language: z.string().nullable(),
    channel: z.string().nullable(),
    tier: z.string().nullable().optional(),
  }),
  /** ISO 8601, where the log has times. */
  at: z.string().nullable(),
  /** Who of the staff approved, corrected or wrote the completion, where the log says so. */
  approvedBy: z.string().min(1).optional(),
  /** Under which the texts may be used, where that was told. */
  licence: z.string().min(1).optional(),
});
export type Example = z.infer<typeof exampleSchema>;

/** What the customer said last. */
export const questionOf = ({ messages }: Example): string => messages.at(-1)!.content;

export class DatasetError extends Error {
  constructor(file: string, line: number, problem: string) {
    super(`${file}, line ${line}: ${problem}`);
    this.name = "DatasetError";
  }
}

/** Appears whole or not at all. */
export async function writeExamples(file: string, examples: readonly Example[]): Promise<void> {
  const lines = Readable.from(examples.map((example) => `${JSON.stringify(exampleSchema.parse(example))}\n`));
  await pipeline(lines, createWriteStream(`${file}.partial`));
  await rename(`${file}.partial`, file);
}

/** Throws DatasetError with the line at fault. */
export async function readExamples(file: string): Promise<Example[]> {
  const examples: Example[] = [];
  let line = 0;
  for await (const written of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    const parsed = exampleSchema.safeParse(parseLine(file, line, written));
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw new DatasetError(file, line, `${issue.path.join(".")}: ${issue.message}`);
    }
    examples.push(parsed.data);
  }
  return examples;
}

function parseLine(file: string, line: number, written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    throw new DatasetError(file, line, "is not JSON");
  }
}
