import type { Parents, Root } from "mdast";
import type { MdxJsxFlowElement, MdxJsxTextElement } from "mdast-util-mdx";

/** What a browser runs or applies instead of showing it. */
const NAMES = ["script", "style"] as const;
type Name = (typeof NAMES)[number];

type Jsx = MdxJsxFlowElement | MdxJsxTextElement;
type Child = Parents["children"][number];
type Leaf = Child & { value?: string };

/**
 * Takes scripts and styles out of a page's tree with all that stands in them. Markdown sees their tags alone: within a
 * paragraph, or behind an empty line, it takes the code between for text. A tag that is not closed before the next heading
 * is a word about a tag, and so is one in code. Changes the tree in place.
 */
export function dropScripts(tree: Root): void {
  const leaves = leavesOf(tree);
  const closings = { script: nextClosings(leaves, "script"), style: nextClosings(leaves, "style") };
  const gone = new Set<Child>();
  for (let at = 0; at < leaves.length; at += 1) {
    const leaf = leaves[at]!;
    if (leaf.type !== "html") continue;
    const { shown, open } = withoutClosed(leaf.value ?? "");
    const end = open && closings[open.name][at];
    leaf.value = end ? shown.slice(0, open.at) : shown;
    if (!end) continue;
    for (let inside = at + 1; inside < end; inside += 1) gone.add(leaves[inside]!);
    const last = leaves[end]!;
    last.value = behind(closing(open.name), last.value ?? "");
    at = end - 1;
  }
  prune(tree, gone);
}

/** What a page consists of, in order; a heading stands before what it holds. */
function leavesOf(parent: Parents): Leaf[] {
  return (parent.children as Child[]).flatMap((node): Leaf[] => {
    if (!("children" in node)) return [node];
    return node.type === "heading" ? [node as Leaf, ...leavesOf(node)] : leavesOf(node);
  });
}

/** For each leaf the next one that closes an element of this name, as far as no heading comes before. */
function nextClosings(leaves: readonly Leaf[], name: Name): (number | undefined)[] {
  const found: (number | undefined)[] = new Array(leaves.length);
  let next: number | undefined;
  for (let at = leaves.length - 1; at >= 0; at -= 1) {
    found[at] = next;
    const { type, value } = leaves[at]!;
    if (type === "heading") next = undefined;
    else if (type === "html" && closing(name).test(value ?? "")) next = at;
  }
  return found;
}

const closing = (name: Name) => new RegExp(`</${name}\\s*>`, "i");

const behind = (sign: RegExp, text: string) => text.slice(text.search(sign)).replace(sign, "");

type Open = { name: Name; at: number };

/** HTML without the elements that begin and end in it; `open`: where one begins in what is shown that does not end. */
function withoutClosed(html: string): { shown: string; open: Open | null } {
  const opening = /<(script|style)\b/gi;
  let shown = "";
  let from = 0;
  for (let tag = opening.exec(html); tag; tag = opening.exec(html)) {
    const name = tag[1]!.toLowerCase() as Name;
    const end = new RegExp(`</${name}\\s*>`, "gi");
    end.lastIndex = tag.index;
    shown += html.slice(from, tag.index);
    if (!end.test(html)) return { shown: shown + html.slice(tag.index), open: { name, at: shown.length } };
    from = opening.lastIndex = end.lastIndex;
  }
  return { shown: shown + html.slice(from), open: null };
}

/** A parent that held nothing else goes along. */
function prune(parent: Parents, gone: ReadonlySet<Child>): void {
  const children = parent.children as Child[];
  const kept = children.filter((node) => {
    if (gone.has(node) || isScript(node)) return false;
    if (!("children" in node) || node.children.length === 0) return true;
    prune(node, gone);
    return node.children.length > 0 || node.type === "tableCell";
  });
  parent.children = kept as typeof parent.children;
}

const isScript = (node: Child): boolean =>
  (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") &&
  (NAMES as readonly string[]).includes((node as Jsx).name ?? "");
