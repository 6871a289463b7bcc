import type { StartReplay } from "../../../src/protocol/replays.ts";

export type Line = Extract<StartReplay["questions"], { from: "lines" }>["lines"][number];

/** What a server takes in one request, and what is left of it for the questions. */
const MOST_BYTES = 240_000;

/** An evaluation file as `npm run eval` reads it: one JSON object a line. Returns what is wrong with it, in words. */
export function questionsIn(text: string, most: number): { lines: Line[] } | { problem: string } {
  const lines: Line[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const read = lineOf(line);
    if (read === null) return { problem: `Line ${at + 1} is no JSON object with a "question".` };
    lines.push(read);
  }
  if (lines.length === 0) return { problem: "There is no question in this file." };
  if (lines.length > most) return { problem: `${lines.length} questions; a replay takes ${most} at most.` };
  if (new Blob([JSON.stringify(lines)]).size > MOST_BYTES)
    return {
      problem: "The questions are too long to be sent. Use npm run prompts -- replay VERSION --questions FILE.",
    };
  return { lines };
}

function lineOf(line: string): Line | null {
  try {
    const { question, history = [], answer } = JSON.parse(line) as Partial<Line>;
    if (typeof question !== "string" || question === "" || !Array.isArray(history)) return null;
    const turns = history.map(({ role, text }) => ({ role, text }));
    return { question, history: turns, ...(typeof answer === "string" && { answer }) };
  } catch {
    return null;
  }
}
