import { existsSync, readFileSync } from "node:fs";
import { replaceFile } from "../src/models/replace-file.ts";
import type { Reason, Reject } from "./build/clean.ts";
import { type Example, questionOf } from "./example.ts";
import { jsonIn } from "./json-in.ts";

/** What was left out of a dataset, for people to look at. */
export type RejectLine = Pick<Example, "id" | "conversation" | "completion" | "rejected" | "intent" | "verdict"> & {
  question: string;
  reason: Reason;
};

/** Without what was said before: of a long conversation every turn would repeat it. */
export function rejectLine({ example, reason }: Reject): RejectLine {
  const { id, conversation, completion, rejected, intent, verdict } = example;
  return { id, conversation, question: questionOf(example), completion, rejected, intent, verdict, reason };
}

export const writeRejects = (file: string, rejects: readonly RejectLine[]): void =>
  replaceFile(file, rejects.map((line) => `${JSON.stringify(line)}\n`).join(""));

/** None where a dataset was written before they were kept. */
export function readRejects(file: string): RejectLine[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line): RejectLine[] => (line === "" ? [] : [jsonIn(file, line) as RejectLine]));
}

/** Takes the rows of these conversations out. */
export function forgetRejects(file: string, gone: ReadonlySet<string>): void {
  const rejects = readRejects(file);
  const stay = rejects.filter(({ conversation }) => !gone.has(conversation));
  if (stay.length < rejects.length) writeRejects(file, stay);
}
