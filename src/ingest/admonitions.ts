import type { PhrasingContent } from "mdast";

/**
 * Marks of notes and warnings in the dialects that documentation is written in. The kind is kept where nothing else
 * says it (`[!WARNING]` → "Warning:"), a title is kept as it stands.
 */
const GITHUB = /^\[!(\w+)\][ \t]*\n?/;
const DOCUSAURUS = /^[ \t]*:{3,}[ \t]*(\w+)?(?:\[([^\]\n]*)\])?[ \t]*([^\n]*)(\n|$)/gm;
const MKDOCS = /^(?:!!!|\?\?\?\+?|===)[ \t]+(?:(\w+)[ \t]*)?(?:"([^"\n]*)")?[ \t]*(?:\n|$)/;

/** A paragraph's inline nodes without the mark of an admonition. */
export function withoutMarker(nodes: PhrasingContent[]): PhrasingContent[] {
  return nodes.flatMap((node, index) => {
    if (node.type !== "text" || !/[!:?=]/.test(node.value)) return [node];
    const value = (index === 0 ? withoutOpening(node.value) : node.value).replace(
      DOCUSAURUS,
      (_, kind: string | undefined, label: string | undefined, rest: string) => titled(label || rest, kind),
    );
    return value === "" ? [] : [{ ...node, value }];
  });
}

function withoutOpening(text: string): string {
  return text
    .replace(GITHUB, (_, kind: string) => titled(undefined, kind))
    .replace(MKDOCS, (_, kind: string | undefined, title: string | undefined) => titled(title, kind));
}

function titled(title: string | undefined, kind: string | undefined): string {
  const words = title || (kind ? `${kind[0]!.toUpperCase()}${kind.slice(1).toLowerCase()}` : "");
  if (words === "") return "";
  return /[.:!?]$/.test(words) ? `${words} ` : `${words}: `;
}
