import type { Root } from "mdast";
import { gfmFootnoteFromMarkdown } from "mdast-util-gfm-footnote";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemFromMarkdown } from "mdast-util-gfm-task-list-item";
import { gfmFootnote } from "micromark-extension-gfm-footnote";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";
import remarkFrontmatter from "remark-frontmatter";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";

/** CommonMark with GitHub's extensions and front matter; MDX that does not parse is read as Markdown. */
export function parseMarkdown(source: string, flavour: "markdown" | "mdx"): Root {
  const markdown = unified().use(remarkParse).use(remarkFrontmatter).use(gfmWithoutBareAddresses);
  if (flavour === "markdown") return markdown.parse(source);
  try {
    return unified().use(remarkParse).use(remarkMdx).use(remarkFrontmatter).use(gfmWithoutBareAddresses).parse(source);
  } catch {
    return markdown.parse(blankModuleLines(source));
  }
}

/**
 * remark-gfm less one extension: to find addresses that nobody marked up takes a third of the whole parse, and changes
 * no word of a passage. Where a page is shown, render-page.ts finds them afterwards.
 */
function gfmWithoutBareAddresses(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = [
    ...(data.micromarkExtensions ?? []),
    gfmTable(),
    gfmStrikethrough(),
    gfmTaskListItem(),
    gfmFootnote(),
  ];
  data.fromMarkdownExtensions = [
    ...(data.fromMarkdownExtensions ?? []),
    gfmTableFromMarkdown(),
    gfmStrikethroughFromMarkdown(),
    gfmTaskListItemFromMarkdown(),
    gfmFootnoteFromMarkdown(),
  ];
}

/** Imports and exports would read as paragraphs. Blanks of equal length keep every offset. */
function blankModuleLines(source: string): string {
  return source.replace(/^(import|export)\s.*$/gm, (line) => " ".repeat(line.length));
}
