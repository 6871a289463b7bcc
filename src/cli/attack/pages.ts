import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Element, Root } from "hast";
import rehypeParse from "rehype-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import { csvRow } from "../../conversations/export-conversations.ts";
import type { HostileInput } from "./inputs.ts";

/** What every hostile page says besides, so that it is found. */
export const RETURNS = "A parcel is returned within 30 days of delivery.";

/**
 * Writes a documentation folder in which every input is the title, a heading and the text of a page of its own, a file's
 * name where the disk takes it, and a row of a table. Returns the paths of the pages.
 */
export function writeHostilePages(folder: string, inputs: readonly HostileInput[]): string[] {
  for (const below of ["pages", "names"]) mkdirSync(join(folder, below), { recursive: true });
  writeFileSync(join(folder, "returns.md"), `# Returns\n\n${RETURNS}\n`);
  const rows = inputs.map(({ text }) => `${csvRow([text, `${text} ${RETURNS}`])}`);
  writeFileSync(join(folder, "table.csv"), `question,answer\n${rows.join("")}`);
  const paths = inputs.flatMap(({ text }, index) => [
    ...["md", "mdx", "html"].map((ending) => [`pages/input-${index}.${ending}`, pageOf(text, ending)] as const),
    ...(isFileName(text) ? [[`names/${text}.md`, `# ${text}\n\n${RETURNS}\n`] as const] : []),
  ]);
  for (const [path, content] of paths) writeFileSync(join(folder, path), content);
  return ["returns.md", "table.csv", ...paths.map(([path]) => path)];
}

function pageOf(text: string, ending: string): string {
  if (ending === "html") return `<title>${text}</title><main><h1>${text}</h1><p>${text}</p><p>${RETURNS}</p></main>`;
  return `---\ntitle: ${JSON.stringify(text)}\n---\n\n# ${text}\n\n${text}\n\n${RETURNS}\n`;
}

/** What is hidden or climbs out of the folder is not read, or not this page. */
function isFileName(text: string): boolean {
  return (
    !/[/\0\p{Surrogate}]/u.test(text) && !text.startsWith(".") && Buffer.byteLength(text) <= 200 && text.trim() !== ""
  );
}

const NO_ELEMENTS = [
  "script",
  "iframe",
  "frame",
  "object",
  "embed",
  "base",
  "svg",
  "math",
  "style",
  "form",
  "template",
  "applet",
];
const NO_SCHEME = /^(?:javascript|vbscript|data|file|blob):/i;

/** What in an HTML page could do something: one line for each element that must not be there. */
export function unsafeElements(html: string): string[] {
  const found: string[] = [];
  visit(unified().use(rehypeParse).parse(html) as Root, "element", (element) => {
    if (NO_ELEMENTS.includes(element.tagName)) found.push(`<${element.tagName}>`);
    found.push(...unsafeAttributes(element));
  });
  return found;
}

function unsafeAttributes({ tagName, properties }: Element): string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    // Browsers leave these signs out of an address.
    const written = [value]
      .flat()
      .join(" ")
      .replace(/[\u0000-\u0020]/g, "");
    const runs = /^on./i.test(name) || name === "style" || name === "httpEquiv" || name === "srcDoc";
    return runs || NO_SCHEME.test(written) ? [`<${tagName} ${name}>`] : [];
  });
}
