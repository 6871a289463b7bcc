import type { Code, List, ListItem, Nodes, PhrasingContent, Table, TableRow } from "mdast";

/**
 * Writes a node as the plain Markdown that passages hold: block structure stays, links and emphasis are reduced to
 * their words, images are gone, code spans keep their backticks. Nothing is escaped: it is read and quoted as it stands.
 */
export function plainMarkdown(node: Nodes): string {
  switch (node.type) {
    case "paragraph":
    case "heading":
      return inline(node.children);
    case "list":
      return listText(node);
    case "table":
      return tableText(node);
    case "code":
      return codeText(node, node.value);
    case "blockquote":
      return blocks(node.children).replace(/^/gm, "> ").replace(/ +$/gm, "");
    case "footnoteDefinition":
    case "root":
      return blocks(node.children);
    default:
      return "";
  }
}

function blocks(nodes: Nodes[]): string {
  return nodes
    .map(plainMarkdown)
    .filter((text) => text !== "")
    .join("\n\n");
}

/** Words of a run of inline nodes. A line end stays where it parts two statements, not where a line was only full. */
function inline(nodes: PhrasingContent[]): string {
  return nodes
    .map(inlineText)
    .join("")
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .split(HARD_BREAK)
    .map((text) => unwrapped(text.trim()))
    .join("\n")
    .replace(/[ \t]{2,}/g, " ")
    .trim();
}

const HARD_BREAK = "\u2028";

/**
 * Markdown reads a line end as a space, and in wrapped prose it is one. Many converted pages have no other mark between
 * two statements, though: there it is kept.
 */
function unwrapped(text: string): string {
  const lines = text.split("\n");
  const width = Math.max(...lines.map(({ length }) => length));
  return lines.reduce((before, line, index) => {
    const wrapped = goesOn(lines[index - 1]!, line) || wasFull(lines[index - 1]!, line, width);
    return `${before}${wrapped ? " " : "\n"}${line}`;
  });
}

function goesOn(line: string, next: string): boolean {
  return /^\p{Ll}/u.test(next) && !/[.!?:;]["')\]]*$/.test(line);
}

/** The next word would not have fitted. */
function wasFull(line: string, next: string, width: number): boolean {
  return width >= WRAP_WIDTH && line.length + 1 + next.split(" ", 1)[0]!.length > width;
}

/** Nobody wraps prose into shorter lines. */
const WRAP_WIDTH = 60;

function inlineText(node: PhrasingContent): string {
  switch (node.type) {
    case "text":
      return node.value.replace(/[^\S\n]+/g, " ");
    case "inlineCode":
      return codeSpan(node.value);
    case "break":
      return HARD_BREAK;
    case "image":
    case "imageReference":
    case "footnoteReference":
    case "html":
      return "";
    default:
      return "children" in node ? node.children.map(inlineText).join("") : "";
  }
}

/** A fence longer than any run of backticks inside, as CommonMark asks. */
function codeSpan(value: string): string {
  const fence = "`".repeat(longestBackticks(value) + 1);
  const pad = value.startsWith("`") || value.endsWith("`") ? " " : "";
  return `${fence}${pad}${value.replace(/\n/g, " ")}${pad}${fence}`;
}

function longestBackticks(value: string): number {
  return Math.max(0, ...(value.match(/`+/g) ?? []).map((run) => run.length));
}

export function listText(list: List, from = 0, to = list.children.length): string {
  const start = list.start ?? 1;
  return list.children
    .slice(from, to)
    .map((item, index) => itemText(item, list.ordered ? `${start + from + index}. ` : "- "))
    .filter((text) => text !== "")
    .join("\n");
}

function itemText(item: ListItem, marker: string): string {
  const box = typeof item.checked === "boolean" ? `[${item.checked ? "x" : " "}] ` : "";
  const parts = item.children.map((child) => ({ text: plainMarkdown(child), tight: child.type === "list" }));
  const body = parts
    .filter(({ text }) => text !== "")
    .map(({ text, tight }, index) => (index === 0 ? text : `${tight ? "\n" : "\n\n"}${text}`))
    .join("");
  if (body === "") return "";
  return `${marker}${box}${body.replace(/\n(?=[^\n])/g, `\n${" ".repeat(marker.length)}`)}`;
}

/** One line a row, the header first. */
function tableText(table: Table): string {
  const [header, ...rows] = table.children;
  if (!header) return "";
  const rule = `|${" --- |".repeat(header.children.length)}`;
  return [rowText(header), rule, ...rows.map(rowText)].join("\n");
}

function rowText(row: TableRow): string {
  const cells = row.children.map((cell) => inline(cell.children).replace(/\n/g, " ").replaceAll("|", "\\|"));
  return `| ${cells.join(" | ")} |`;
}

export function codeText(code: Code, value: string): string {
  const fence = "`".repeat(Math.max(3, longestBackticks(value) + 1));
  return `${fence}${code.lang ?? ""}\n${value}\n${fence}`;
}
