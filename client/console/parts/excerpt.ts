const TABLE_RULE = /\|(?: *:?-+:? *\|)+/g;

/**
 * What the bot, staff and the documentation wrote, for a few lines of a list: without emphasis, code marks, heading marks,
 * the lines of tables, addresses of links and source numbers.
 */
export function withoutMarks(markdown: string): string {
  const plain = markdown.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/^#{1,6} +|^[-*] +|\*\*|`| ?\[\d+\]/gm, "");
  const unruled = plain.replace(TABLE_RULE, " ");
  const table = unruled !== plain || /^\s*\|/m.test(plain);
  return table ? unruled.replace(/ *\| */g, " ").trim() : plain;
}
