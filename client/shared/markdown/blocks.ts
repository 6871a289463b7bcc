import { type Inline, parseInlines } from "./inlines.ts";

export type Block =
  | { kind: "paragraph" | "heading"; inlines: Inline[] }
  | { kind: "code"; language: string; text: string }
  | { kind: "list"; start: number | null; items: Block[][] }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][] }
  | { kind: "rule" };

/** Deeper lists and quotes are shown as paragraphs: hostile text must not exhaust the stack. */
const DEEPEST = 6;

// Each pattern has one way to match only: answers are long, and backtracking over them would freeze the page.
const FENCE = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;
const HEADING = /^ {0,3}#{1,6} +(\S.*)$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}> ?(.*)$/;
const ITEM = /^( {0,12})([-*+]|\d{1,9}[.)])(\s+)(?=\S)/;
/** Tested on the line without its blanks. */
const DELIMITERS = /^\|?:?-+:?(?:\|:?-+:?)*\|?$/;

type Found = { block: Block; next: number };
type Rule = (lines: readonly string[], at: number, depth: number) => Found | null;

/** Reads an answer's Markdown (CommonMark's common part and GFM tables). Half-streamed text is fine: it is read anew. */
export function parseBlocks(text: string): Block[] {
  return blocksOf(text.replace(/\r\n?/g, "\n").replaceAll("\t", "    ").split("\n"), 0);
}

function blocksOf(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const { block, next } = specialBlock(lines, at, depth) ?? paragraph(lines, at, depth);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

function specialBlock(lines: readonly string[], at: number, depth: number): Found | null {
  for (const rule of RULES) {
    const found = rule(lines, at, depth);
    if (found) return found;
  }
  return null;
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === "";
}

const code: Rule = (lines, at) => {
  const fence = FENCE.exec(lines[at]!);
  if (!fence) return null;
  const closing = new RegExp(`^ {0,3}\\${fence[1]![0]}{${fence[1]!.length},}\\s*$`);
  let end = at + 1;
  while (end < lines.length && !closing.test(lines[end]!)) end += 1;
  const text = lines.slice(at + 1, end).join("\n");
  return { block: { kind: "code", language: fence[2]!.trim(), text }, next: end + 1 };
};

const heading: Rule = (lines, at) => {
  const written = HEADING.exec(lines[at]!);
  if (!written) return null;
  const words = written[1]!.trimEnd().replace(/ #+$/, "");
  return { block: { kind: "heading", inlines: parseInlines(words) }, next: at + 1 };
};

const rule: Rule = (lines, at) => (RULE.test(lines[at]!) ? { block: { kind: "rule" }, next: at + 1 } : null);

const quote: Rule = (lines, at, depth) => {
  if (depth >= DEEPEST || !QUOTE.test(lines[at]!)) return null;
  const inside: string[] = [];
  let next = at;
  for (let line = QUOTE.exec(lines[next]!); line; line = QUOTE.exec(lines[++next] ?? "")) inside.push(line[1]!);
  return { block: { kind: "quote", blocks: blocksOf(inside, depth + 1) }, next };
};

const table: Rule = (lines, at) => {
  const delimiters = lines[at + 1];
  if (!lines[at]!.includes("|") || !DELIMITERS.test(delimiters?.replaceAll(" ", "") ?? "")) return null;
  const head = cells(lines[at]!);
  if (head.length !== cells(delimiters!).length) return null;

  let next = at + 2;
  while (!isBlank(lines[next]) && lines[next]!.includes("|")) next += 1;
  const rows = lines.slice(at + 2, next).map((line) => cells(line).map((cell) => parseInlines(cell)));
  return { block: { kind: "table", head: head.map((cell) => parseInlines(cell)), rows }, next };
};

function cells(line: string): string[] {
  const inside = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

const list: Rule = (lines, at, depth) => {
  const first = ITEM.exec(lines[at]!);
  if (!first || depth >= DEEPEST) return null;
  const ordered = /\d/.test(first[2]!);
  const items: Block[][] = [];
  let next = at;
  for (let item = first; item && sameList(item, first); ) {
    const end = endOfItem(lines, next, item[0].length);
    items.push(blocksOf(dedent(lines.slice(next, end), item[0].length), depth + 1));
    next = end;
    item = ITEM.exec(lines[next] ?? "")!;
  }
  return { block: { kind: "list", start: ordered ? Number.parseInt(first[2]!, 10) : null, items }, next };
};

function sameList(item: RegExpExecArray, first: RegExpExecArray): boolean {
  return item[2]!.at(-1) === first[2]!.at(-1) && Math.abs(item[1]!.length - first[1]!.length) < 2;
}

/** An item goes on over indented lines, over blanks before them, and over lines that lazily continue its paragraph. */
function endOfItem(lines: readonly string[], start: number, width: number): number {
  let end = start + 1;
  for (let at = end; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (isBlank(line)) continue;
    const indented = indentOf(line) >= Math.min(width, 2);
    const lazy = at === end && !startsBlock(lines, at);
    if (!indented && !lazy) break;
    end = at + 1;
  }
  return end;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function dedent(lines: readonly string[], width: number): string[] {
  return lines.map((line, index) => (index === 0 ? line.slice(width) : line.slice(Math.min(width, indentOf(line)))));
}

function paragraph(lines: readonly string[], at: number, depth: number): Found {
  let next = at + 1;
  while (!isBlank(lines[next]) && !(startsBlock(lines, next) && depth < DEEPEST)) next += 1;
  const text = lines.slice(at, next).map((line) => line.trim());
  return { block: { kind: "paragraph", inlines: parseInlines(text.join("\n")) }, next };
}

function startsBlock(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  return [FENCE, HEADING, RULE, QUOTE, ITEM].some((start) => start.test(line)) || table(lines, at, 0) !== null;
}

const RULES: readonly Rule[] = [code, heading, rule, quote, table, list];
