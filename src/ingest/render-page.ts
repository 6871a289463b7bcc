import type { Root as Html } from "hast";
import type { Root } from "mdast";
import { gfmAutolinkLiteralFromMarkdown } from "mdast-util-gfm-autolink-literal";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { SKIP, visit } from "unist-util-visit";
import { headingText, type PageTree, readPageTree } from "./page-tree.ts";

export type RenderedPage = {
  title: string;
  /** Safe to put into a page: no scripts, styles, handlers or `javascript:` addresses. Starts with the title as `<h1>`. */
  html: string;
  /** Second-level headings, for a table of contents. */
  contents: { anchor: string; text: string }[];
};

/** Ids are the anchors that citations link to, so they must not be prefixed; the page runs no script they could shadow. */
const SCHEMA = { ...defaultSchema, clobberPrefix: "" };

/** A page of the knowledge folder as HTML, from the same tree that its passages were cut from. */
export function renderPage(path: string, markdown: string): RenderedPage {
  const page = readPageTree(path, markdown);
  withTitle(page);
  for (const findAddresses of gfmAutolinkLiteralFromMarkdown().transforms ?? []) findAddresses(page.tree);
  const contents = placeIds(page.tree);
  const processor = unified()
    .use(remarkRehype, { clobberPrefix: "" })
    .use(rehypeSanitize, SCHEMA)
    .use(() => reachScrollers)
    .use(rehypeStringify);
  return { title: page.title, html: processor.stringify(processor.runSync(page.tree)), contents };
}

/** A page has one title: its first heading where that says it, else a heading of its own, as front matter may ask. */
function withTitle({ tree, title }: PageTree): void {
  const first = tree.children.find((node) => node.type === "heading");
  if (first && (first.depth === 1 || headingText(first) === title)) {
    first.depth = 1;
    return;
  }
  tree.children.unshift({ type: "heading", depth: 1, children: [{ type: "text", value: title }] });
}

function placeIds(tree: Root): RenderedPage["contents"] {
  const contents: RenderedPage["contents"] = [];
  const taken = new Set<string>();
  visit(tree, "heading", (heading) => {
    const anchor = heading.data?.anchor;
    if (!anchor) return;
    taken.add(anchor);
    heading.data = { ...heading.data, hProperties: { id: anchor } };
    if (heading.depth === 2) contents.push({ anchor, text: headingText(heading) });
  });
  visit(tree, "linkTarget", (target, index, parent) => {
    const { id } = target.data.hProperties;
    if (taken.has(id) && parent && index !== undefined) return void parent.children.splice(index, 1);
    taken.add(id);
  });
  return contents;
}

/** What scrolls sideways on a narrow screen must be reachable without a mouse. */
function reachScrollers(html: Html): void {
  visit(html, "element", (element, index, parent) => {
    if (element.tagName === "pre") element.properties.tabIndex = 0;
    if (element.tagName !== "table" || !parent || index === undefined) return;
    const properties = { className: ["scroller"], tabIndex: 0 };
    parent.children[index] = { type: "element", tagName: "div", properties, children: [element] };
    return SKIP;
  });
}
