import { readFileSync } from "node:fs";
import { z } from "zod";

const lineSchema = z.object({
  question: z.string().min(1),
  history: z.array(z.object({ role: z.enum(["customer", "agent"]), text: z.string() })).default([]),
  /** "path" or "path#anchor", relative to the knowledge folder; empty: nothing there answers it. */
  relevant: z.array(z.string()),
  answer: z.string().optional(),
  /** The exact reply that a promoted model should give. */
  reply: z.string().optional(),
});

export type EvaluationQuestion = z.infer<typeof lineSchema>;

export class QuestionsFileError extends Error {
  constructor(file: string, problem: string) {
    super(`${file}: ${problem}`);
    this.name = "QuestionsFileError";
  }
}

/** One JSON object a line; unknown keys are ignored. Throws QuestionsFileError that names the line. */
export function readQuestions(file: string): EvaluationQuestion[] {
  const lines = readLines(file);
  if (lines.length === 0) throw new QuestionsFileError(file, "holds no question");
  return lines.map(([number, line]) => {
    const parsed = lineSchema.safeParse(readJson(file, number, line));
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw new QuestionsFileError(file, `line ${number}: ${issue.path.join(".") || "line"}: ${issue.message}`);
    }
    return parsed.data;
  });
}

function readLines(file: string): [number, string][] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.map((line, at): [number, string] => [at + 1, line]).filter(([, line]) => line.trim() !== "");
  } catch (error) {
    throw new QuestionsFileError(file, unreadable(error));
  }
}

/** Why a file cannot be read, in words. */
export function unreadable(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "is a folder, and no file";
  return error instanceof Error ? error.message : String(error);
}

function readJson(file: string, number: number, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new QuestionsFileError(file, `line ${number} is not JSON`);
  }
}
