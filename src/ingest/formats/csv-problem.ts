import { CsvError } from "csv-parse/sync";

const QUOTES =
  'A text in quotes writes a quote of its own twice: "". Correct it there, or export the table again as CSV';

/** What is wrong with a table, where, and what to do, for whoever made it; the parser speaks to those who wrote it. */
export function csvProblem(error: unknown, text: string): string {
  if (!(error instanceof CsvError)) return error instanceof Error ? error.message : String(error);
  const facts = error as CsvError & { lines?: number; record?: string[]; columns?: unknown[] };
  const line = `line ${facts.lines}`;
  switch (String(error.code)) {
    case "CSV_QUOTE_NOT_CLOSED":
      return `line ${lineOfOpenQuote(text)}: a quote is opened and never closed. ${QUOTES}`;
    case "CSV_INVALID_CLOSING_QUOTE":
    case "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE":
      return `${line}: text goes on behind a closing quote. ${QUOTES}`;
    case "INVALID_OPENING_QUOTE":
      return `${line}: a quote stands in the middle of a text that is not in quotes. Put the whole text in quotes. ${QUOTES}`;
    case "CSV_RECORD_INCONSISTENT_COLUMNS":
      return `${line}: it has ${facts.record?.length} cells, and the first row has ${facts.columns?.length}. A text with a comma must stand in quotes`;
    default:
      return `${line}: it cannot be read as CSV. Export the table again as CSV`;
  }
}

/** The parser names the last line instead, which is where it gave up. */
function lineOfOpenQuote(text: string): number {
  let opened: number | null = null;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) {
    if (opened === null) opened = at;
    else if (text[at + 1] === '"') at += 1;
    else opened = null;
  }
  return text.slice(0, opened ?? text.length).split("\n").length;
}
