import type { Knowledge } from "./knowledge.ts";
import type { Passage } from "./passage.ts";

/** Where a quotation stands: its page, the anchor of its heading, and the words. */
export type Quotation = { path: string; anchor: string; quote: string };

/** The passage that holds the quotation as the documentation is now; none once the page has changed under it. */
export function quotedPassage(
  { path, anchor, quote }: Quotation,
  knowledge: Pick<Knowledge, "page">,
): Passage | undefined {
  return knowledge.page(path).find((passage) => passage.anchor === anchor && passage.text.includes(quote));
}
