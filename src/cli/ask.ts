import type { Answer } from "../answer/answer-question.ts";
import { explainSearch } from "../answer/explain-search.ts";
import { composeAnswers } from "../compose-answers.ts";
import { readKept } from "../compose-learned.ts";
import { readConfig } from "../config.ts";
import { MAX_TEXT_LENGTH } from "../protocol/version.ts";
import { anybodyWorks } from "../staff/libsql-staff-store.ts";
import { runCommand, UsageError } from "./command-line.ts";
import { inWords } from "./explain-search.ts";
import { openKnowledge } from "./open-knowledge.ts";

const help = `
Usage: npm run ask -- "QUESTION" [--knowledge DIR] [--explain] [--json]

Answers one question from the documentation, as the chat would; nothing is recorded.

  --knowledge DIR  answer from DIR, through an index of its own (default: the knowledge base that serves)
  --explain        also say how the question was understood, and what each signal of the search gave each passage
  --json           print one JSON object: outcome, route, text, citations, passages, ms (and with --explain: understood,
                   support, signals)
`;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

const options = {
  knowledge: { type: "string" },
  explain: { type: "boolean" },
  json: { type: "boolean" },
} as const;

type Options = { knowledge?: string; explain?: boolean; json?: boolean };

async function run({ knowledge, explain, json }: Options, words: string[]): Promise<void> {
  const text = words[0]?.trim();
  if (!text || words.length > 1) throw new UsageError("Give exactly one question, in quotes.");
  if (text.length > MAX_TEXT_LENGTH) throw new UsageError(`A question has at most ${MAX_TEXT_LENGTH} characters.`);
  const config = readConfig();
  const { source } = await openKnowledge(config, knowledge);
  source.current();

  const started = performance.now();
  const signal = new AbortController().signal;
  const desk = await composeAnswers(config, { knowledge: source });
  const staffed = async () => (await readKept(config, anybodyWorks)) ?? false;
  // What streams is provisional and may start again, and a pipe cannot take words back: the final text alone is printed.
  const answer = await desk({ text, history: [], staffed }, { signal, onDelta: () => {}, onRestart: () => {} });
  const ms = Math.round((performance.now() - started) * 10) / 10;

  const explanation = explain ? await explainSearch(answer.record, source.current()) : null;
  const report = { ...reportOf(answer, ms), ...explanation };
  const told = `${answer.text}${sourcesOf(answer)}${explanation ? inWords(explanation) : ""}`;
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : told);
}

function reportOf({ outcome, route, text, citations, record }: Answer, ms: number) {
  const passages = record.passages.map(({ path, anchor, heading, score }) => ({ path, anchor, heading, score }));
  return { outcome, route, text, citations, passages, ms };
}

function sourcesOf({ outcome, route, citations }: Answer): string {
  const lines = citations.map(({ marker, title, heading, source }) => {
    return `[${marker}] ${heading ? `${title} > ${heading}` : title} — ${source}`;
  });
  return `\n\n${lines.join("\n")}${lines.length > 0 ? "\n\n" : ""}(${outcome}, ${route})\n`;
}
