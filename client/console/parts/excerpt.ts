/** What the bot and staff wrote, for two lines of a list: without emphasis, code marks, heading marks and source numbers. */
export function withoutMarks(markdown: string): string {
  return markdown.replace(/^#{1,6} +|^[-*] +|\*\*|`| ?\[\d+\]/gm, "");
}
