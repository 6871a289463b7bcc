import { z } from "zod";
import { contentOf, readTable } from "./labelled-rows.ts";

export type CustomersText = { text: string; label: string | undefined };

export type HowToRead = {
  /** Of a conversation: every turn of the customer, or the first one only. */
  everyTurn: boolean;
  /** Of a table: its column of texts; labels stand in "category". */
  textColumn?: string | undefined;
};

/** What customers wrote: a table (.csv), or conversations (.jsonl); both may be packed (.gz). */
export function customersTexts(file: string, { everyTurn, textColumn = "text" }: HowToRead): CustomersText[] {
  if (/\.csv(\.gz)?$/i.test(file))
    return readTable(file, [textColumn]).map((row) => ({ text: row[textColumn]!, label: row.category }));
  return contentOf(file)
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
