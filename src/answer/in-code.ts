/** Whether what follows a Markdown text stands in a code block or an inline code span that it opened. */
export function inCode(text: string): boolean {
  const lines = text.split("\n");
  const current = lines.pop() ?? "";
  const fences = lines.filter((line) => /^\s*(?:```|~~~)/.test(line)).length;
  if (fences % 2 === 1) return true;
  return !/^\s*```/.test(current) && (current.match(/`/g)?.length ?? 0) % 2 === 1;
}
