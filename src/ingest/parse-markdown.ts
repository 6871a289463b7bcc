import type { Root } from "mdast";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";

/** CommonMark with GitHub's extensions and front matter; MDX that does not parse is read as Markdown. */
export function parseMarkdown(source: string, flavour: "markdown" | "mdx"): Root {
  const markdown = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter);
  if (flavour === "markdown") return markdown.parse(source);
  try {
    return unified().use(remarkParse).use(remarkMdx).use(remarkGfm).use(remarkFrontmatter).parse(source);
  } catch {
    return markdown.parse(blankModuleLines(source));
  }
}

/** Imports and exports would read as paragraphs. Blanks of equal length keep every offset. */
function blankModuleLines(source: string): string {
  return source.replace(/^(import|export)\s.*$/gm, (line) => " ".repeat(line.length));
}
