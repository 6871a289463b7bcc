/** A mark at the very end that may become anything: half a citation, a fence, the start of an item. */
const UNDECIDED = /(?:\[\d*|[*_`~]+|\n *(?:[-#>|*+]+|\d+\.?))$/;

/**
 * A streaming answer as it will probably look: marks that are only half there are left out, and bold or code that has
 * begun is closed, so that words do not change their look when the closing mark arrives.
 */
export function presentable(text: string): string {
  if (isInsideFence(text)) return text;
  const settled = text.replace(UNDECIDED, "");
  const lastLine = settled.slice(settled.lastIndexOf("\n") + 1);
  if (occurrences(lastLine, "`") % 2 === 1) return `${settled}\``;
  return occurrences(lastLine.replace(/`[^`]*`/g, ""), "**") % 2 === 1 ? `${settled.trimEnd()}**` : settled;
}

/** Whether the text ends inside a fenced code block. */
export function isInsideFence(text: string): boolean {
  return (text.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
}

function occurrences(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
