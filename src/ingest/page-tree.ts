import Slugger from "github-slugger";
import type { Heading, Root, RootContent } from "mdast";
import { toString as textOf } from "mdast-util-to-string";
import { visit } from "unist-util-visit";
import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import { flattenMarkup } from "./flatten-markup.ts";
import { parseMarkdown } from "./parse-markdown.ts";

/** A page in the one form that passages are cut from and `/docs` is rendered from, so that anchors cannot differ. */
export type PageTree = {
  path: string;
  title: string;
  /** Front matter's `source` when it is a web address or starts with "/", else "". */
  source: string;
  tags: string[];
  /** Markdown only: no HTML, no JSX, no front matter. Every heading has its anchor in `data.anchor`. */
  tree: Root;
};

declare module "mdast" {
  interface HeadingData {
    /** GitHub's slug, numbered where a page repeats a heading. */
    anchor?: string;
  }
}

/** Reads one page of Markdown or, for paths that end in `.mdx`, MDX. Never throws for what a page holds. */
export function readPageTree(path: string, markdown: string): PageTree {
  const tree = parseMarkdown(markdown, path.endsWith(".mdx") ? "mdx" : "markdown");
  const matter = readFrontMatter(tree.children[0]);
  tree.children = tree.children.filter(({ type }) => type !== "yaml");
  flattenMarkup(tree, markdown);
  const firstHeading = anchorHeadings(tree);

  return {
    path,
    title: matter.title || firstHeading || fileName(path),
    source: matter.source,
    tags: matter.tags,
    tree,
  };
}

type FrontMatter = Pick<PageTree, "title" | "source" | "tags">;

function readFrontMatter(first: RootContent | undefined): FrontMatter {
  const none: FrontMatter = { title: "", source: "", tags: [] };
  if (first?.type !== "yaml") return none;

  const document = parseDocument(first.value, { logLevel: "silent" });
  if (!isMap(document.contents)) return none;

  const source = scalar(document.get("source"));
  return {
    title: scalar(document.get("title")),
    // A link that a customer will click: nothing but web addresses and pages of the own site.
    source: /^(https?:\/\/|\/(?!\/))/i.test(source) ? source : "",
    tags: tagList(document.get("tags")),
  };
}

function scalar(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? oneLine(String(value)) : "";
}

/** Aliases are not followed: a few lines of them can stand for more than any memory holds. */
function tagList(value: unknown): string[] {
  const items = isSeq(value) ? value.items.map((item) => (isScalar(item) ? item.value : null)) : [];
  const tags: unknown[] = typeof value === "string" ? value.split(",") : items;
  return tags.map(scalar).filter((tag) => tag !== "");
}

/** Gives every heading its anchor, nested ones too: GitHub counts them. Returns the first heading's words. */
function anchorHeadings(tree: Root): string {
  const slugger = new Slugger();
  let first = "";
  visit(tree, "heading", (heading: Heading) => {
    const words = headingText(heading);
    heading.data = { ...heading.data, anchor: slugger.slug(words) };
    first ||= words;
  });
  return first;
}

/** Words of a heading on one line. */
export function headingText(heading: Heading): string {
  return oneLine(textOf(heading, { includeImageAlt: false, includeHtml: false }));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
}
