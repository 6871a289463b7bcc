import { remembered } from "../search/remembered.ts";

/** The smallest piece of a passage that may be quoted by itself. */
export type Unit = {
  kind: "sentence" | "item" | "step" | "row" | "code";
  /** A slice of the passage. */
  text: string;
  /** UTF-16 offsets in the passage's text. */
  start: number;
  end: number;
  /** Rank of its paragraph, list, table or fence in the passage. */
  block: number;
  /** Slices that must stand above it to be understood: a table's header and rule. */
  header: string;
};

type Line = { text: string; start: number; end: number };

const FENCE = /^\s*(```|~~~)/;
const ITEM = /^\s*[-*+•]\s+\S/;
const STEP = /^\s*\d{1,3}[.)]\s+\S/;
const ROW = /^\s*\|.*\|\s*$/;
const RULE = /^\s*\|(\s*:?-+:?\s*\|)+\s*$/;
const HEADING = /^\s*#{1,6}\s/;

/** UTF-16 units of the passages whose units are kept: some thousand passages, the same again in memory. */
const REMEMBERED = 1_000_000;

/** Cuts a passage (plain Markdown) into units, in reading order. Headings are no units: they travel with the citation. */
export const unitsOf: (text: string) => readonly Unit[] = remembered(cutIntoUnits, REMEMBERED);

function cutIntoUnits(text: string): Unit[] {
  return blocksOf(text).flatMap((lines, block) => {
    const first = lines[0]!.text;
    if (FENCE.test(first)) return [unit("code", lines, block)];
    if (ROW.test(first)) return rows(lines, block);
    if (ITEM.test(first) || STEP.test(first)) return items(lines, block);
    return sentences(text, lines, block);
  });
}

/** Runs of lines of one sort; a fence runs to its end, blank lines and headings part everything else. */
function blocksOf(text: string): Line[][] {
  const blocks: Line[][] = [];
  let open = { sort: "blank", lines: [] as Line[] };

  for (const line of linesOf(text)) {
    const inFence = open.sort === "fence";
    const sort = inFence ? "fence" : sortOf(line.text, open.sort);
    if (sort !== "blank" && open.sort === sort) open.lines.push(line);
    else if (sort === "blank") open = { sort, lines: [] };
    else {
      open = { sort, lines: [line] };
      blocks.push(open.lines);
    }
    if (inFence && FENCE.test(line.text)) open = { sort: "blank", lines: [] };
  }
  return blocks;
}

function* linesOf(text: string): Generator<Line> {
  let start = 0;
  for (const line of text.split("\n")) {
    yield { text: line, start, end: start + line.length };
    start += line.length + 1;
  }
}

function sortOf(line: string, open: string): string {
  if (line.trim() === "" || HEADING.test(line)) return "blank";
  if (FENCE.test(line)) return "fence";
  if (ROW.test(line)) return "table";
  if (ITEM.test(line) || STEP.test(line)) return "list";
  return open === "list" && /^\s/.test(line) ? "list" : "text";
}

function rows(lines: Line[], block: number): Unit[] {
  const ruled = lines.length > 1 && RULE.test(lines[1]!.text);
  const header = ruled ? `${lines[0]!.text}\n${lines[1]!.text}\n` : "";
  return lines.slice(ruled ? 2 : 0).map((line) => ({ ...unit("row", [line], block), header }));
}

/** An item keeps its indented continuation lines. */
function items(lines: Line[], block: number): Unit[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    if (ITEM.test(line.text) || STEP.test(line.text)) groups.push([line]);
    else groups.at(-1)?.push(line);
  }
  return groups.map((group) => unit(STEP.test(group[0]!.text) ? "step" : "item", group, block));
}

function unit(kind: Unit["kind"], lines: Line[], block: number): Unit {
  const start = lines[0]!.start;
  const end = lines.at(-1)!.end;
  return { kind, text: lines.map((line) => line.text).join("\n"), start, end, block, header: "" };
}

/** Sentences of a paragraph. Hard-wrapped lines flow into one another, lines that were broken on purpose do not. */
function sentences(text: string, lines: Line[], block: number): Unit[] {
  const width = Math.max(...lines.map((line) => line.text.length));
  const flows: Line[] = [];
  for (const line of lines) {
    const before = flows.at(-1);
    if (before && wrapped(text.slice(before.start, before.end), line.text, width)) before.end = line.end;
    else flows.push({ ...line });
  }
  return flows.flatMap(({ start, end }) =>
    sentenceSlices(text, start, end).map((slice) => ({ ...slice, block, header: "" })),
  );
}

/** A line is wrapped, not ended, when it ends in a comma or the next word would not have fitted on it. */
function wrapped(before: string, next: string, width: number): boolean {
  const last = before.slice(before.lastIndexOf("\n") + 1);
  if (last.trimEnd().endsWith(",")) return true;
  if (width > 120 || width < 40) return false;
  return last.length + 1 + next.trimStart().split(/\s/, 1)[0]!.length > width;
}

const ABBREVIATION =
  /(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|Dr|Mr|Mrs|Ms|St|No|Fig|Inc|Ltd|z\.B|bzw|p\.ex)|\b[A-Z]|^\s*\d{1,3})\.$/;
const SENTENCE_END =
  /[.!?…]+["'”’)\]]*(?=\s+[\p{Lu}\p{N}"'“‘(`¿¡[])|(?<=\s\(?[\p{Ll}’']{2,}\)?)[.!?](?=\p{Lu}[\p{Ll}\d])|[。！？]+[」』”]?/gu;

function sentenceSlices(text: string, start: number, end: number): Pick<Unit, "kind" | "text" | "start" | "end">[] {
  const slices: Pick<Unit, "kind" | "text" | "start" | "end">[] = [];
  const within = text.slice(start, end);
  let from = 0;
  const cut = (to: number) => {
    const raw = within.slice(from, to);
    const lead = raw.length - raw.trimStart().length;
    const trimmed = raw.trim();
    if (trimmed)
      slices.push({
        kind: "sentence",
        text: trimmed,
        start: start + from + lead,
        end: start + from + lead + trimmed.length,
      });
    from = to;
  };

  for (const match of within.matchAll(SENTENCE_END)) {
    const to = match.index + match[0].length;
    if (!ABBREVIATION.test(within.slice(from, to))) cut(to);
  }
  cut(within.length);
  return slices;
}
