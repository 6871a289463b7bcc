import type { Root, RootContent } from "mdast";

/** Takes HTML out of a page's tree and keeps its words. */
export function flattenMarkup(tree: Root): void {
  tree.children = tree.children.flatMap(flattenNode) as Root["children"];
}

function flattenNode(node: RootContent): RootContent[] {
  if (node.type === "html") return [];
  if ("children" in node) {
    const parent = node as { children: RootContent[] };
    parent.children = parent.children.flatMap(flattenNode);
  }
  return [node];
}
