import { basename, extname } from "node:path";
import { parse } from "csv-parse/sync";
import type { Converted } from "./converted.ts";
import { csvProblem } from "./csv-problem.ts";
import { decodeText } from "./decode-text.ts";

/**
 * A FAQ table: every row becomes a heading (the question) with its answer below, read as Markdown, all below a title
 * made of the file's name. The columns are found by the names "question" and "answer" in the first row; others are
 * not read.
 */
export function csvToMarkdown(path: string, bytes: Uint8Array): Converted {
  const decoded = decodeText(bytes);
  if ("reason" in decoded) return decoded;

  const rows = readRows(decoded.text);
  if (typeof rows === "string") return { reason: rows };

  const names = (rows[0] ?? []).map((name) => name.trim().toLowerCase());
  const question = names.indexOf("question");
  const answer = names.indexOf("answer");
  if (question === -1 || answer === -1) return { reason: 'no columns named "question" and "answer" in its first row' };

  const entries = rows
    .slice(1)
    .map((row) => ({ question: oneLine(row[question] ?? ""), answer: (row[answer] ?? "").trim() }))
    .filter((entry) => entry.question !== "" && entry.answer !== "");
  // The title alone would make a page of an empty table.
  if (entries.length === 0) return { markdown: "" };
  return { markdown: [`# ${titleOf(path)}`, ...entries.map(entryText)].join("\n\n") };
}

function readRows(text: string): string[][] | string {
  try {
    return parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    return `not a readable CSV table: ${csvProblem(error, text)}`;
  }
}

/** Spreadsheets write semicolons where the comma is the decimal sign. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf("\n") === -1 ? text.length : text.indexOf("\n"));
  const count = (sign: string) => header.split(sign).length;
  return [";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ",");
}

function entryText(entry: { question: string; answer: string }): string {
  // An answer has no headings of its own: they would take the place of the question.
  return `## ${entry.question}\n\n${entry.answer.replace(/^(\s{0,3})#/gm, "$1\\#")}`;
}

/** "help/opening-hours.csv" gives "Opening hours". */
function titleOf(path: string): string {
  const words = oneLine(basename(path, extname(path)).replace(/[-_]+/g, " "));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
