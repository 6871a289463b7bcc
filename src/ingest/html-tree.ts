import type { Root as Html } from "hast";
import type { Root } from "mdast";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import { unified } from "unified";

/** The Markdown tree of an HTML fragment that stands in a Markdown page: scripts, styles and attributes are gone. */
export function fragmentTree(html: string): Root {
  return markdownTree(unified().use(rehypeParse, { fragment: true }).parse(html));
}

/** The Markdown tree of parsed HTML. Tables without a header row get an empty one, since Markdown asks for it. */
export function markdownTree(html: Html): Root {
  return unified().use(rehypeRemark).runSync(html) as Root;
}
