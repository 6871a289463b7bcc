import { stringify } from "yaml";

/** What a file became: Markdown, or the reason, for its author, why nothing can be read from it. */
export type Converted = { markdown: string } | { reason: string };

/** Puts what a format knows about itself where Markdown keeps it, so that every later step reads one form. */
export function withFrontMatter(matter: { title?: string; source?: string }, markdown: string): string {
  const known = Object.entries(matter).filter(([, value]) => value?.trim());
  return known.length === 0 ? markdown : `---\n${stringify(Object.fromEntries(known))}---\n\n${markdown}`;
}

/** Text that Markdown must not read as markup. Line starts are left alone: lists and numbers mean what they look like. */
export function escapeInline(text: string): string {
  return text.replace(/[\\`*_[\]<&~|]/g, "\\$&");
}
