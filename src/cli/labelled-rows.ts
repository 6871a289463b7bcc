import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { csvProblem } from "../ingest/formats/csv-problem.ts";
import { UsageError } from "./command-line.ts";
import { unreadable } from "./questions-file.ts";

export type LabelledRow = { text: string; category: string };

/** Names of the columns. */
export type Columns = { text?: string | undefined; label?: string | undefined };

/** Texts and what they are labelled with, out of a table (.csv, also packed as .csv.gz). Throws UsageError. */
export function readLabelledRows(file: string, { text = "text", label = "category" }: Columns = {}): LabelledRow[] {
  return readTable(file, [text, label]).map((row) => ({ text: row[text]!, category: row[label]! }));
}

/** The rows of a table that has these columns and one row at least. Throws UsageError, which says what to do. */
export function readTable(file: string, columns: readonly string[]): Record<string, string>[] {
  const content = contentOf(file);
  const rows = rowsOf(file, content);
  if (rows.length === 0) throw new UsageError(`${file} has no row below its head.`);
  const missing = columns.filter((column) => rows[0]![column] === undefined);
  if (missing.length > 0)
    throw new UsageError(`${file} has no column ${missing.map((column) => `"${column}"`).join(", nor ")}.`);
  return rows;
}

function rowsOf(file: string, content: string): Record<string, string>[] {
  try {
    return parse(content, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    throw new UsageError(`${file}: ${csvProblem(error, content)}.`);
  }
}

/** A file as text, unpacked where its name ends in ".gz". Throws UsageError. */
export function contentOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${unreadable(error)}.`);
  }
}
