import type { Code, List, RootContent } from "mdast";
import { codeText, listText, plainMarkdown } from "./plain-markdown.ts";

/** What a passage is put together from: a paragraph, a list, a table, a code block, or a part of a long one. */
export type Block = {
  text: string;
  /** UTF-16 offsets in the page; a part of a long block has the whole block's. */
  start: number;
  end: number;
  /** Must stand in the same passage as the block after it. */
  bindsNext: boolean;
};

/** Prose and bullet lists longer than this are parted between sentences and items. */
const PROSE_LIMIT = 800;
/** Tables, code and numbered steps stay whole up to this, then are parted between rows, lines and steps. */
const WHOLE_LIMIT = 6_000;
/** A lead-in longer than this stands for itself. */
const LEAD_IN_LIMIT = 400;

/** Plain-text blocks of a section, empty ones left out. */
export function readBlocks(nodes: RootContent[]): Block[] {
  return nodes.flatMap((node, index) => {
    const texts = textsOf(node).filter((text) => text !== "");
    const start = node.position?.start.offset ?? 0;
    const end = node.position?.end.offset ?? start;
    return texts.map((text, part) => ({
      text,
      start,
      end,
      bindsNext: part === texts.length - 1 && bindsNext(node, nodes[index + 1], text),
    }));
  });
}

/** A line that ends with a colon or is one bold phrase leads in; a code block or quote between two steps belongs to them. */
function bindsNext(node: RootContent, next: RootContent | undefined, text: string): boolean {
  if (!next) return false;
  if (continuesSteps(next)) return text.length < WHOLE_LIMIT;
  if (node.type === "list" && node.ordered && next.type === "code") return text.length < WHOLE_LIMIT;
  if (node.type !== "paragraph" || text.length > LEAD_IN_LIMIT) return false;
  return /[:：]$/.test(text) || node.children.every((child) => child.type === "strong" || isBlank(child));
}

/** Markdown ends a list at a code block that is not indented; the next number then starts a new list. */
function continuesSteps(node: RootContent): boolean {
  return node.type === "list" && node.ordered === true && (node.start ?? 1) > 1;
}

function isBlank(node: { type: string; value?: string }): boolean {
  return node.type === "text" && (node.value ?? "").trim() === "";
}

function textsOf(node: RootContent): string[] {
  const text = plainMarkdown(node);
  switch (node.type) {
    case "list":
      return text.length > (node.ordered ? WHOLE_LIMIT : PROSE_LIMIT) ? partedList(node) : [text];
    case "table":
      return text.length > WHOLE_LIMIT ? partedTable(text) : [text];
    case "code":
      return text.length > WHOLE_LIMIT ? partedCode(node) : [text];
    case "paragraph":
      return text.length > PROSE_LIMIT ? packed(sentences(text), PROSE_LIMIT, "") : [text];
    default:
      return [text];
  }
}

function partedList(list: List): string[] {
  const items = list.children.map((_, index) => listText(list, index, index + 1)).filter((text) => text !== "");
  return packed(items, list.ordered ? WHOLE_LIMIT : PROSE_LIMIT, "\n");
}

/** Every part repeats the header: a row without it cannot be read. */
function partedTable(text: string): string[] {
  const [header, rule, ...rows] = text.split("\n");
  const head = `${header}\n${rule}\n`;
  return packed(rows, WHOLE_LIMIT - head.length, "\n").map((part) => head + part);
}

function partedCode(code: Code): string[] {
  return packed(code.value.split("\n"), WHOLE_LIMIT, "\n").map((part) => codeText(code, part));
}

function packed(pieces: string[], limit: number, separator: string): string[] {
  const parts: string[] = [];
  let open: string | undefined;
  for (const piece of pieces) {
    if (open !== undefined && open.length + separator.length + piece.length > limit) {
      parts.push(open.trimEnd());
      open = undefined;
    }
    open = open === undefined ? piece : `${open}${separator}${piece}`;
  }
  if (open !== undefined) parts.push(open.trimEnd());
  return parts;
}

/** Without a locale, ICU's rules cover Latin, CJK and Thai alike. Spaces stay at the end of each sentence. */
function sentences(text: string): string[] {
  return [...new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text)].map(({ segment }) => segment);
}
