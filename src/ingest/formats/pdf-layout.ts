import { escapeInline } from "./converted.ts";

/** A run of text as it stands on a page, in points from its lower left corner. */
export type Glyphs = { text: string; x: number; y: number; width: number; size: number };

type Line = { text: string; x: number; y: number; size: number };

/** A heading is larger than the body by this factor: less is a font change, more would miss small headings. */
const HEADING_FACTOR = 1.12;
const HEADING_LENGTH = 150;
/** Baselines further apart than this many font sizes part two paragraphs. */
const PARAGRAPH_GAP = 1.65;
const BULLET = /^(?:[•◦▪‣●○■][ \t]*|[–*-][ \t]+)/;
const NUMBER = /^(\d{1,3})[.)][ \t]+(?=\S)/;

/** Markdown of a document's pages: pure, so that layouts can be tested without PDFs. `""` when there is no text. */
export function pdfPagesToMarkdown(pages: Glyphs[][]): string {
  const all = pages.map(linesOf);
  const body = commonSize(all.flat());
  const lines = withoutRunningHeads(all, body);
  const levels = headingSizes(lines.flat(), body);
  return joinPages(lines.map((page) => blocksOf(page, body).map((block) => blockText(block, levels))));
}

function linesOf(glyphs: Glyphs[]): Line[] {
  const rows: Glyphs[][] = [];
  for (const glyph of glyphs.filter(({ text }) => text !== "")) {
    const before = rows.at(-1)?.at(-1);
    if (before && onSameLine(before, glyph)) rows.at(-1)!.push(glyph);
    else rows.push([glyph]);
  }
  return rows.map(lineOf).filter(({ text }) => text !== "");
}

function onSameLine(before: Glyphs, glyph: Glyphs): boolean {
  const size = Math.max(before.size, glyph.size);
  return Math.abs(before.y - glyph.y) < size * 0.5 && glyph.x >= before.x + before.width - size * 2;
}

function lineOf(row: Glyphs[]): Line {
  const text = row
    .map((glyph, index) => `${index > 0 && parted(row[index - 1]!, glyph) ? " " : ""}${glyph.text}`)
    .join("");
  return { text: text.replace(/\s+/g, " ").trim(), x: row[0]!.x, y: row[0]!.y, size: commonSize(row) };
}

function parted(before: Glyphs, glyph: Glyphs): boolean {
  return glyph.x - (before.x + before.width) > glyph.size * 0.2;
}

/** The size in which most characters are set: a large bullet makes no heading. */
function commonSize(runs: { size: number; text: string }[]): number {
  const characters = new Map<number, number>();
  for (const { size, text } of runs) {
    characters.set(rounded(size), (characters.get(rounded(size)) ?? 0) + text.trim().length);
  }
  return [...characters].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0])[0];
}

function rounded(size: number): number {
  return Math.round(size * 2) / 2;
}

/** Page numbers, and first or last lines that come again on most pages, say nothing about the product. */
function withoutRunningHeads(pages: Line[][], body: number): Line[][] {
  const shapeOf = (line: Line) => line.text.replace(/\d+/g, "#").toLowerCase();
  const isEdge = (page: Line[], index: number) => index < 2 || index >= page.length - 2;
  const counts = new Map<string, number>();
  for (const page of pages) {
    const edges = new Set(page.filter((_, index) => isEdge(page, index)).map(shapeOf));
    for (const shape of edges) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  const often = Math.max(3, pages.length / 2);
  return pages.map((page) =>
    page.filter((line, index) => {
      const shape = shapeOf(line);
      if (!isEdge(page, index) || line.size > body) return true;
      return (counts.get(shape) ?? 0) < often && !/^(page |- ?)?#( ?-| of #)?$/.test(shape);
    }),
  );
}

/** Sizes of headings, largest first: the rank is the level. */
function headingSizes(lines: Line[], body: number): number[] {
  const sizes = lines.filter((line) => isHeading(line, body)).map(({ size }) => size);
  return [...new Set(sizes)].sort((a, b) => b - a);
}

function isHeading({ size, text }: Line, body: number): boolean {
  return size >= body * HEADING_FACTOR && text.length <= HEADING_LENGTH && /\p{L}/u.test(text);
}

type TextBlock = { kind: "heading" | "item" | "prose"; text: string; size: number };

function blocksOf(lines: Line[], body: number): TextBlock[] {
  const blocks: TextBlock[] = [];
  lines.forEach((line, index) => {
    const kind = isHeading(line, body)
      ? "heading"
      : BULLET.test(line.text) || NUMBER.test(line.text)
        ? "item"
        : "prose";
    const before = lines[index - 1];
    const open = blocks.at(-1);
    const continues = before !== undefined && open !== undefined && continuesBlock(before, line, kind, open);
    if (continues) open.text = joinedLines(open.text, line.text);
    else blocks.push({ kind, text: line.text, size: line.size });
  });
  return blocks;
}

function continuesBlock(before: Line, line: Line, kind: TextBlock["kind"], open: TextBlock): boolean {
  const gap = before.y - line.y;
  const near = gap > 0 && gap <= Math.max(before.size, line.size) * PARAGRAPH_GAP;
  // A column that starts further up goes on with the sentence that the last one broke off.
  const nextColumn = gap < 0 && /[\p{Ll},]$/u.test(before.text) && /^\p{Ll}/u.test(line.text);
  if (kind === "heading" || open.kind === "heading") return kind === open.kind && line.size === open.size && near;
  return kind === "prose" && (near || nextColumn);
}

function joinedLines(text: string, next: string): string {
  return /\p{L}-$/u.test(text) && /^\p{Ll}/u.test(next) ? text.slice(0, -1) + next : `${text} ${next}`;
}

function blockText({ kind, text, size }: TextBlock, levels: number[]): string {
  if (kind === "heading") return `${"#".repeat(Math.min(6, levels.indexOf(size) + 1))} ${escapeInline(text)}`;
  if (kind === "prose") return escapeInline(text).replace(/^(?=[#>+-])/, "\\");
  const number = NUMBER.exec(text);
  return number
    ? `${number[1]}. ${escapeInline(text.slice(number[0].length))}`
    : `- ${escapeInline(text.replace(BULLET, ""))}`;
}

/** A sentence that a page end broke goes on; items of one list stand line by line. */
function joinPages(pages: string[][]): string {
  const all: string[] = [];
  for (const page of pages) {
    page.forEach((block, index) => {
      const last = all.at(-1);
      const broken = index === 0 && last !== undefined && /[\p{Ll},-]$/u.test(last) && /^\p{Ll}/u.test(block);
      if (broken && !last.startsWith("#")) all[all.length - 1] = joinedLines(last, block);
      else all.push(block);
    });
  }
  return all
    .map((block, index) => `${block}${isItem(block) && isItem(all[index + 1]) ? "\n" : "\n\n"}`)
    .join("")
    .trim();
}

function isItem(block: string | undefined): boolean {
  return block !== undefined && /^(?:-|\d+\.) /.test(block);
}
