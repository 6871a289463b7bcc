import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { csvProblem } from "../src/ingest/formats/csv-problem.ts";

const turnSchema = z.object({
  role: z.enum(["customer", "agent", "bot"]),
  text: z.string(),
  /** Stands on the customer's turn. */
  intent: z.string().min(1).optional(),
  at: z.string().optional(),
  /** This and what follows stand on the turn that answers it. `written`: a person wrote it and nobody looked at it again. */
  review: z
    .object({
      verdict: z.enum(["approved", "corrected", "rejected", "written"]),
      text: z.string().min(1).optional(),
      /** Who of the staff. */
      by: z.string().min(1).optional(),
    })
    .optional(),
  /** The customer's. */
  rating: z.enum(["up", "down"]).optional(),
  /** What the bot would have said where a person wrote. */
  instead_of: z.string().min(1).optional(),
  /** The passages that the reply cites, as they were: `[n]` is the n-th. */
  passages: z.array(z.object({ passageId: z.string(), hash: z.string() })).optional(),
});

/** A logged conversation as other systems hand it over. Unknown keys are ignored. */
export const conversationSchema = z.object({
  conversation_id: z.string().min(1),
  /** ISO 639-1, such as "en". */
  language: z.string().min(1).optional(),
  /** Where it took place: a website's host, "phone", … */
  channel: z.string().min(1).optional(),
  /** What the customer pays for, or any other class of customers who must not fare worse than others. */
  tier: z.string().min(1).max(100).optional(),
  /** Under which its texts may be used, such as "CC BY 4.0". */
  licence: z.string().min(1).optional(),
  turns: z.array(turnSchema),
});
export type LoggedConversation = z.infer<typeof conversationSchema>;

export class ConversationLogError extends Error {
  constructor(file: string, problem: string) {
    super(`${file}: ${problem}`);
    this.name = "ConversationLogError";
  }
}

/** Reads `.jsonl`, `.jsonl.gz` or `.csv` (text, category[, reply]). Throws ConversationLogError with the line at fault. */
export function readConversationLog(file: string): LoggedConversation[] {
  // A pipe's name has no ending.
  if (extname(file) !== "" && !/\.(jsonl|csv)(\.gz)?$/i.test(file))
    throw new ConversationLogError(file, "is neither .jsonl nor .csv, nor one of them as .gz");
  const content = contentOf(file);
  return /\.csv(\.gz)?$/i.test(file) ? fromTable(file, content) : fromLines(file, content);
}

function contentOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    return textOf(/\.gz$/i.test(file) ? gunzipSync(bytes) : bytes);
  } catch (error) {
    throw new ConversationLogError(file, unreadable(error));
  }
}

/** Other encodings would be read all the same, and every letter beyond ASCII be lost; UTF-16 is full of zeros. */
function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes) || bytes.includes(0)) throw new Error("is no text in UTF-8. Save it again in that encoding");
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}

function unreadable(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "is a folder, and no file";
  if (code === "EACCES") return "may not be read by this user";
  if (code === "Z_BUF_ERROR") return "is cut off: it ends in the middle of what was compressed";
  if (code === "Z_DATA_ERROR") return "is damaged, or is no gzip file although it is called .gz. Copy it again";
  return error instanceof Error ? error.message : String(error);
}

/** More is a bot that talked to a bot, or several conversations under one id; each turn is a row to learn from. */
const MOST_TURNS = 10_000;

/** Whoever mends a log wants to know of all that is wrong with it, not of one line a try. */
function fromLines(file: string, content: string): LoggedConversation[] {
  const wrong: string[] = [];
  const read = content.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    const conversation = fromLine(line);
    if (typeof conversation !== "string") return [conversation];
    wrong.push(`line ${at + 1}${conversation}`);
    return [];
  });
  if (wrong.length > 0) throw new ConversationLogError(file, listed(wrong));
  return read;
}

/** Or what is wrong with it, to be read after the number of the line. */
function fromLine(line: string): LoggedConversation | string {
  const written = jsonOr(line, NO_JSON);
  if (written === NO_JSON) return " is not JSON";
  const parsed = conversationSchema.safeParse(written);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    return `: ${issue.path.join(".") || "line"}: ${wordsOf(issue)}`;
  }
  const { conversation_id: id, turns } = parsed.data;
  if (turns.length <= MOST_TURNS) return parsed.data;
  return `: the conversation ${id} has ${turns.length} turns, and ${MOST_TURNS} are the most. Divide it, or leave it out`;
}

const NO_JSON = Symbol("no JSON");

function jsonOr<Else>(line: string, otherwise: Else): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return otherwise;
  }
}

const MOST_LISTED = 10;

function listed(wrong: readonly string[]): string {
  if (wrong.length === 1) return wrong[0]!;
  const first = wrong.length > MOST_LISTED ? `, the first ${MOST_LISTED} of which are` : "";
  return [`${wrong.length} lines are wrong${first}:`, ...wrong.slice(0, MOST_LISTED)].join("\n  ");
}

const KINDS: Readonly<Record<string, string>> = { array: "a list", string: "a text", object: "an object in braces" };

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return `must be ${KINDS[issue.expected] ?? issue.expected}`;
  if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}`;
  if (issue.code === "too_small") return "must not be empty";
  return issue.code === "too_big" ? `must have ${issue.maximum} letters at most` : "is not as it should be";
}

/** A row with a reply is an approved answer; one without is an unreviewed question with a label. */
function fromTable(file: string, content: string): LoggedConversation[] {
  return rowsOf(file, content).map(({ text, category, reply }, at) => ({
    conversation_id: `${basename(file)}:${at + 1}`,
    turns: [
      { role: "customer", text: text!, ...(category ? { intent: category } : {}) },
      ...(reply ? [{ role: "agent" as const, text: reply, review: { verdict: "approved" as const } }] : []),
    ],
  }));
}

function rowsOf(file: string, content: string): Record<string, string>[] {
  const columns = (header: string[]) => {
    if (header.includes("text")) return header;
    throw new Error(
      `has no column "text", only: ${header.join(", ")}. Name the columns in the first row: text, category, reply`,
    );
  };
  try {
    return parse(content, { columns, bom: true, skip_empty_lines: true });
  } catch (error) {
    throw new ConversationLogError(file, csvProblem(error, content));
  }
}
