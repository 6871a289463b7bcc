import { extname } from "node:path";
import type { Passage } from "../search/passage.ts";
import type { Converted } from "./formats/converted.ts";
import { csvToMarkdown } from "./formats/csv.ts";
import { decodeText } from "./formats/decode-text.ts";
import { docxToMarkdown } from "./formats/docx.ts";
import { htmlFileToMarkdown } from "./formats/html.ts";
import { pdfToMarkdown } from "./formats/pdf.ts";
import { textToMarkdown } from "./formats/plain-text.ts";
import type { ParsedPage, Unusable } from "./page-parser.ts";
import { passagesOf } from "./page-passages.ts";
import { readPageTree } from "./page-tree.ts";

/** One file of any format, as Markdown and cut into passages; or the reason why nothing in it can be used. */
export async function parsePage(path: string, bytes: Uint8Array): Promise<ParsedPage | Unusable> {
  const converted = await converterOf(path)(bytes);
  if ("reason" in converted) return converted;
  if (hasEndlessLine(converted.markdown)) return { reason: "a line of more than a million characters: break it up" };

  const passages = passagesOf(readPageTree(path, converted.markdown));
  return hasWords(passages) ? { markdown: converted.markdown, passages } : { reason: "no text in it" };
}

function converterOf(path: string): (bytes: Uint8Array) => Converted | Promise<Converted> {
  switch (extname(path).toLowerCase()) {
    case ".html":
    case ".htm":
      return htmlFileToMarkdown;
    case ".pdf":
      return pdfToMarkdown;
    case ".docx":
      return docxToMarkdown;
    case ".csv":
      return (bytes) => csvToMarkdown(path, bytes);
    case ".txt":
      return textToMarkdown;
    default:
      return asItStands;
  }
}

function asItStands(bytes: Uint8Array): Converted {
  const decoded = decodeText(bytes);
  return "reason" in decoded ? decoded : { markdown: decoded.text };
}

/**
 * Markdown is read line by line, at hundreds of times a line's size: one of ten million characters takes all memory that a
 * page may, after half a minute. Its author is told at once, and what to do.
 */
const LONGEST_LINE = 1_000_000;

function hasEndlessLine(markdown: string): boolean {
  return markdown.split("\n").some(({ length }) => length > LONGEST_LINE);
}

function hasWords(passages: Passage[]): boolean {
  return passages.some(({ text }) => /[\p{L}\p{N}]/u.test(text));
}
