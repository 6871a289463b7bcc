import type { Element, Root } from "hast";
import { toString as textOf } from "hast-util-to-string";
import rehypeParse from "rehype-parse";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import { EXIT, SKIP, visit } from "unist-util-visit";
import { markdownTree } from "../html-tree.ts";
import { type Converted, withFrontMatter } from "./converted.ts";
import { decodeText } from "./decode-text.ts";

/** Around the text of a page, not part of it. */
const FURNITURE = new Set([
  "aside",
  "button",
  "dialog",
  "footer",
  "form",
  "iframe",
  "nav",
  "noscript",
  "script",
  "select",
  "style",
  "svg",
  "template",
]);

/** The text of an HTML file, its `<title>`, and its canonical address as the source. */
export function htmlFileToMarkdown(bytes: Uint8Array): Converted {
  const decoded = decodeText(bytes, declaredEncoding(bytes));
  return "reason" in decoded ? decoded : { markdown: htmlToMarkdown(decoded.text) };
}

/** Only what `<main>` or a lone `<article>` holds where there is one; menus, forms and scripts never. */
export function htmlToMarkdown(html: string): string {
  const page = unified().use(rehypeParse).parse(html);
  const matter = matterOf(page);
  const content = contentOf(page);
  visit(content, "element", (element, index, parent) => {
    if (index === undefined || !parent || !isFurniture(element)) return;
    parent.children.splice(index, 1);
    return [SKIP, index];
  });
  const markdown = unified().use(remarkGfm).use(remarkStringify).stringify(markdownTree(content));
  return withFrontMatter(matter, markdown);
}

/** Bytes before the first kilobyte's end say it, as browsers read it; UTF-8 unless another name is known. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const name = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1]?.toLowerCase();
  if (!name || bytes[0] === 0xff || bytes[0] === 0xfe) return undefined;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

function matterOf(page: Root): { title: string; source: string } {
  const matter = { title: "", source: "" };
  visit(page, "element", (element) => {
    if (element.tagName === "body") return EXIT;
    if (element.tagName === "title") matter.title ||= textOf(element).replace(/\s+/g, " ").trim();
    const rel = element.properties.rel;
    if (element.tagName === "link" && Array.isArray(rel) && rel.includes("canonical")) {
      matter.source = String(element.properties.href ?? "");
    }
  });
  return matter;
}

function contentOf(page: Root): Root {
  const mains = elements(page, ({ tagName, properties }) => tagName === "main" || properties.role === "main");
  const articles = elements(page, ({ tagName }) => tagName === "article");
  const found = mains[0] ?? (articles.length === 1 ? articles[0] : undefined);
  return found ? { type: "root", children: [found] } : page;
}

function elements(page: Root, wanted: (element: Element) => boolean): Element[] {
  const found: Element[] = [];
  visit(page, "element", (element) => {
    if (wanted(element)) found.push(element);
  });
  return found;
}

function isFurniture({ tagName, properties }: Element): boolean {
  return FURNITURE.has(tagName) || "hidden" in properties || properties.role === "navigation" || tagName === "head";
}
