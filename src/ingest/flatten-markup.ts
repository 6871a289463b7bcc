import type { Html, Root, RootContent, TableRow } from "mdast";
import type { MdxJsxFlowElement } from "mdast-util-mdx";
import { withoutMarker } from "./admonitions.ts";
import { dropScripts } from "./drop-scripts.ts";
import { flattenInline, linkTargetsIn, literalOf } from "./flatten-inline.ts";
import { fragmentTree } from "./html-tree.ts";

/**
 * Takes HTML, JSX and images out of a page's tree and keeps their words: what a component shows stays, what it does
 * goes. Changes the tree in place; new nodes take the position of the markup they stand for.
 */
export function flattenMarkup(tree: Root, source: string): void {
  dropScripts(tree);
  tree.children = withWholeTables(tree.children, source).flatMap(flatBlock);
}

/** Markdown ends an HTML block at an empty line. A table that has one would fall apart into rows without a table. */
function withWholeTables(nodes: RootContent[], source: string): RootContent[] {
  const whole: RootContent[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]!;
    const end = node.type === "html" && opensTable(node.value) ? endOfTable(nodes, index) : index;
    whole.push(end > index ? htmlOf(node, nodes[end]!, source) : node);
    index = end;
  }
  return whole;
}

function opensTable(html: string): boolean {
  return html.toLowerCase().lastIndexOf("<table") > html.toLowerCase().lastIndexOf("</table");
}

function endOfTable(nodes: RootContent[], from: number): number {
  const end = nodes.findIndex((node, index) => index > from && node.type === "html" && /<\/table/i.test(node.value));
  return end === -1 ? from : end;
}

function htmlOf(first: RootContent, last: RootContent, source: string): Html {
  const start = first.position!.start;
  const end = last.position!.end;
  return { type: "html", value: source.slice(start.offset, end.offset), position: { start, end } };
}

function flatBlock(node: RootContent): RootContent[] {
  switch (node.type) {
    case "html":
      return placed(blocksOfHtml(node.value), node);
    case "mdxjsEsm":
      return [];
    case "mdxFlowExpression":
      return placed(wordsOf(literalOf(node.value)), node);
    case "mdxJsxFlowElement":
      return placed([...labelOf(node), ...node.children.flatMap(flatBlock)], node);
    case "paragraph":
    case "heading":
    case "tableCell":
      node.children = withoutMarker(flattenInline(node.children));
      return node.children.length > 0 || node.type === "tableCell" ? [node] : [];
    case "table":
      flatParent(node);
      // Word and HTML tables without a header get an empty one on the way to Markdown; their first row says more.
      if (node.children.length > 1 && isEmptyRow(node.children[0]!)) node.children.shift();
      return [node];
    default:
      return [flatParent(node)];
  }
}

function isEmptyRow(row: TableRow): boolean {
  return row.children.every((cell) => cell.children.length === 0);
}

function blocksOfHtml(html: string): RootContent[] {
  const targets = linkTargetsIn(html);
  // Most HTML in Markdown is a comment, an anchor or a lone tag; the parser is for the rest.
  const words = html.replace(/<!--[\s\S]*?(-->|$)/g, "").replace(/<[^>]*>/g, "");
  if (words.trim() === "") return targets;
  return [...targets, ...fragmentTree(html).children.flatMap(flatBlock)];
}

/** Passages need to know where they stand. */
function placed(nodes: RootContent[], from: RootContent): RootContent[] {
  for (const node of nodes) {
    if (from.position) node.position ??= from.position;
  }
  return nodes;
}

/** Tabs, steps and cards show their `title` or `label`. */
function labelOf({ attributes }: MdxJsxFlowElement): RootContent[] {
  const label = attributes.find(
    (attribute) => attribute.type === "mdxJsxAttribute" && (attribute.name === "title" || attribute.name === "label"),
  );
  return typeof label?.value === "string" ? wordsOf(label.value, "strong") : [];
}

function wordsOf(value: string, wrapped?: "strong"): RootContent[] {
  if (value.trim() === "") return [];
  const text = { type: "text" as const, value };
  return [{ type: "paragraph", children: [wrapped ? { type: wrapped, children: [text] } : text] }];
}

function flatParent(node: RootContent): RootContent {
  if ("children" in node) {
    const parent = node as { children: RootContent[] };
    parent.children = parent.children.flatMap(flatBlock);
  }
  return node;
}
