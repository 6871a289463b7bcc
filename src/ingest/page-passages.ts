import { createHash } from "node:crypto";
import type { RootContent } from "mdast";
import type { Passage } from "../search/passage.ts";
import { type Block, readBlocks } from "./blocks.ts";
import { headingText, type PageTree } from "./page-tree.ts";

/** Passages close at this many characters once they may: shorter ones say too little, longer ones too many things. */
const FULL = 500;
/** No passage of several blocks grows beyond this. */
const MOST = 800;
/** A remainder below this joins the passage before it, even beyond `MOST`. */
const SCRAP = 150;

type Section = { anchor: string; headings: string[]; nodes: RootContent[] };
type Cut = { text: string; start: number; end: number };

/**
 * Cuts a page into passages that follow it: none crosses a heading; code blocks, tables and numbered steps stay whole
 * (up to the limits in blocks.ts), a line that leads in to a block stays with it.
 */
export function passagesOf(page: PageTree): Passage[] {
  const passages: Passage[] = [];
  const sections = sectionsOf(page).map((section) => ({ ...section, cuts: cutSection(readBlocks(section.nodes)) }));
  // A page of headings alone, as a landing page is, can still be found by them.
  if (sections.every(({ cuts }) => cuts.length === 0)) sections[0]!.cuts = headingsAsText(page);
  for (const section of sections) {
    section.cuts.forEach((cut, rank) => {
      passages.push({
        id: `${page.path}#${section.anchor}/${rank}`,
        path: page.path,
        anchor: section.anchor,
        title: page.title,
        headings: section.headings,
        text: cut.text,
        hash: contentHash(page.title, section.headings, cut.text),
        ordinal: passages.length,
        start: cut.start,
        end: cut.end,
        source: page.source,
        tags: page.tags,
      });
    });
  }
  return passages;
}

/** The page's top-level nodes under their heading. The heading that gave the page its title is not repeated as a heading. */
function sectionsOf({ tree, title }: PageTree): Section[] {
  const open: { depth: number; text: string }[] = [];
  let section: Section = { anchor: "", headings: [], nodes: [] };
  const sections = [section];
  for (const node of tree.children) {
    if (node.type !== "heading") {
      section.nodes.push(node);
      continue;
    }
    const text = headingText(node);
    while (open.length > 0 && open.at(-1)!.depth >= node.depth) open.pop();
    if (text !== title || sections.length > 1) open.push({ depth: node.depth, text });
    section = {
      anchor: node.data?.anchor ?? "",
      headings: open.map(({ text }) => text).filter((text) => text !== ""),
      nodes: [],
    };
    sections.push(section);
  }
  return sections;
}

function headingsAsText({ tree }: PageTree): Cut[] {
  const headings = tree.children.filter((node) => node.type === "heading").filter((node) => headingText(node) !== "");
  if (headings.length === 0) return [];
  const start = headings[0]!.position?.start.offset ?? 0;
  const end = headings.at(-1)!.position?.end.offset ?? start;
  return [{ text: headings.map(headingText).join("\n"), start, end }];
}

function cutSection(blocks: Block[]): Cut[] {
  const cuts: Cut[] = [];
  let open: Block[] = [];
  const close = () => {
    if (open.length > 0) cuts.push(joined(open));
    open = [];
  };
  for (const run of boundRuns(blocks)) {
    const length = lengthOf(run);
    if (lengthOf(open) >= FULL || lengthOf(open) + length > MOST) close();
    open.push(...run);
  }
  close();
  return withoutScrap(cuts);
}

/** Blocks that must not be parted: a lead-in and what it leads to. */
function boundRuns(blocks: Block[]): Block[][] {
  const runs: Block[][] = [];
  let bound = false;
  for (const block of blocks) {
    if (bound && runs.length > 0) runs.at(-1)!.push(block);
    else runs.push([block]);
    bound = block.bindsNext;
  }
  return runs;
}

function lengthOf(blocks: Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length + 2, 0);
}

function joined(blocks: Block[]): Cut {
  return {
    text: blocks.map(({ text }) => text).join("\n\n"),
    start: blocks[0]!.start,
    end: blocks.at(-1)!.end,
  };
}

function withoutScrap(cuts: Cut[]): Cut[] {
  const last = cuts.at(-1);
  const before = cuts.at(-2);
  if (!last || !before || last.text.length >= SCRAP || before.text.length > MOST) return cuts;
  return [...cuts.slice(0, -2), { text: `${before.text}\n\n${last.text}`, start: before.start, end: last.end }];
}

function contentHash(title: string, headings: string[], text: string): string {
  return createHash("sha256")
    .update(JSON.stringify([title, headings, text]))
    .digest("hex")
    .slice(0, 32);
}
