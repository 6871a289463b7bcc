import { type Converted, escapeInline } from "./converted.ts";
import { type Decoded, decodeText } from "./decode-text.ts";

/** Plain text: lists, numbered steps and underlined headings are read, every other mark stands for itself. */
export function textToMarkdown(bytes: Uint8Array): Converted {
  const decoded: Decoded = decodeText(bytes);
  return "reason" in decoded ? decoded : { markdown: decoded.text.split("\n").map(line).join("\n") };
}

/** Indentation is layout in plain text, never code; below a list item it still shows what belongs to it. */
function line(text: string): string {
  const [, indent = "", words = ""] = /^([ \t]*)(.*)$/.exec(text) ?? [];
  const marker = /^(?:[-*+•] |\d{1,9}[.)] )/.exec(words)?.[0] ?? "";
  const kept = indent.replaceAll("\t", "  ").slice(0, 3);
  return `${kept}${marker.replace("•", "-")}${escapeInline(words.slice(marker.length)).replace(/^(?=#|>|\+ |- )/, "\\")}`;
}
