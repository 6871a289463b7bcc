import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { UsageError } from "./command-line.ts";

export type CustomersText = { text: string; label: string | undefined };

export type HowToRead = {
  /** Of a conversation: every turn of the customer, or the first one only. */
  everyTurn: boolean;
  /** Of a table: its column of texts; labels stand in "category". */
  textColumn?: string | undefined;
};

/** What customers wrote: a table (.csv), or conversations (.jsonl); both may be packed (.gz). */
export function customersTexts(file: string, { everyTurn, textColumn = "text" }: HowToRead): CustomersText[] {
  const bytes = readFileSync(file);
  const content = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  if (/\.csv(\.gz)?$/i.test(file)) return ofTable(file, content, textColumn);
  return content
    .split("\n")
    .filter((line) => line.trim() !== "")
    .flatMap((line) => {
      const said = conversationSchema.parse(JSON.parse(line)).turns.filter(({ role }) => role === "customer");
      return (everyTurn ? said : said.slice(0, 1)).map(({ text, intent }) => ({ text, label: intent }));
    });
}

const conversationSchema = z.object({
  turns: z.array(z.object({ role: z.string(), text: z.string(), intent: z.string().optional() })),
});

function ofTable(file: string, content: string, textColumn: string): CustomersText[] {
  const rows: Record<string, string>[] = parse(content, { columns: true, bom: true, skip_empty_lines: true });
  return rows.map(({ [textColumn]: text, category }) => {
    if (text === undefined) throw new UsageError(`${file} has no column "${textColumn}".`);
    return { text, label: category };
  });
}
