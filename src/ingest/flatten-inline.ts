import type { Parent, PhrasingContent } from "mdast";
import type { MdxJsxTextElement } from "mdast-util-mdx";

/** A place that links of the documentation lead to and that is no heading: `<a name="…">`. */
export interface LinkTarget extends Parent {
  type: "linkTarget";
  children: [];
  data: { hName: "a"; hProperties: { id: string } };
}

declare module "mdast" {
  interface PhrasingContentMap {
    linkTarget: LinkTarget;
  }
  interface RootContentMap {
    linkTarget: LinkTarget;
  }
}

/** A run of text without HTML, JSX and images. Their words stay, as do the places links lead to. */
export function flattenInline(nodes: PhrasingContent[]): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    switch (node.type) {
      case "html":
        return /^<br\b/i.test(node.value) ? [{ type: "break" }] : linkTargetsIn(node.value);
      case "image":
      case "imageReference":
        return [];
      case "mdxTextExpression":
        return [{ type: "text", value: literalOf(node.value) }];
      case "mdxJsxTextElement":
        return flattenElement(node);
      case "linkTarget":
        return [node];
      default:
        return flattenParent(node);
    }
  });
}

function flattenElement(element: MdxJsxTextElement): PhrasingContent[] {
  if (element.name === "br") return [{ type: "break" }];
  const target = element.attributes.find(
    (attribute) => attribute.type === "mdxJsxAttribute" && (attribute.name === "id" || attribute.name === "name"),
  );
  const id = element.name === "a" && typeof target?.value === "string" ? [linkTarget(target.value)] : [];
  return [...id, ...flattenInline(element.children)];
}

function flattenParent(node: PhrasingContent): PhrasingContent[] {
  if (!("children" in node)) return [node];
  node.children = flattenInline(node.children);
  // A link around a badge shows nothing once the image is gone.
  return node.children.length > 0 ? [node] : [];
}

/** `{"words"}` is shown as it stands; anything else is computed and unknown here. */
export function literalOf(expression: string): string {
  return /^\s*(["'`])([^\\$]*)\1\s*$/.exec(expression)?.[2] ?? "";
}

export function linkTargetsIn(html: string): LinkTarget[] {
  return [...html.matchAll(/<a\s[^>]*?\b(?:name|id)\s*=\s*["']?([^"'\s>]+)/gi)].map(([, id]) => linkTarget(id!));
}

function linkTarget(id: string): LinkTarget {
  return { type: "linkTarget", children: [], data: { hName: "a", hProperties: { id } } };
}
