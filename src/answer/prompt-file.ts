import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Thrown at start-up: a prompt that cannot be read is a broken installation, not a bad question. */
export class PromptFileError extends Error {
  constructor(file: string, reason: string) {
    super(`The prompt ${file} ${reason}`);
    this.name = "PromptFileError";
  }
}

export type PromptSection = { heading: string; text: string };

export type Prompt = {
  /** File name and hash of its text, e.g. "answer@3f9a02c41b7d": recorded with every turn. */
  version: string;
  sections: PromptSection[];
};

/** Reads `NAME.md` in the folder. Throws PromptFileError. */
export function readPrompt(folder: string, name: string): Prompt {
  const file = join(folder, `${name}.md`);
  try {
    return parsePrompt(name, readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof PromptFileError) throw error;
    throw new PromptFileError(file, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A prompt file is Markdown whose `##` headings part it into sections. Line ends and outer blank lines do not count. */
export function parsePrompt(name: string, markdown: string): Prompt {
  const text = markdown.replace(/\r\n?/g, "\n").trim();
  const [before = "", ...parts] = text.split(/^## +/m);
  if (before.trim() !== "" || parts.length === 0) throw new PromptFileError(name, 'must start with a "## " heading');

  const sections = parts.map((part) => {
    const end = part.indexOf("\n");
    return { heading: part.slice(0, end).trim(), text: part.slice(end + 1).trim() };
  });
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return { version: `${name}@${hash}`, sections };
}

/** The sections as they are sent, with `{{name}}` replaced. */
export function renderSections(prompt: Prompt, variables: Record<string, string>): PromptSection[] {
  return prompt.sections.map(({ heading, text }) => ({
    heading,
    text: `## ${heading}\n\n${text.replace(/\{\{(\w+)\}\}/g, (written, name: string) => variables[name] ?? written)}`,
  }));
}

export function renderPrompt(prompt: Prompt, variables: Record<string, string>): string {
  return joinSections(renderSections(prompt, variables));
}

export function joinSections(sections: PromptSection[]): string {
  return sections.map(({ text }) => text).join("\n\n");
}
