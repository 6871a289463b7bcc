import { useEffect, useState } from "preact/hooks";
import { PROMPT_SECTIONS, type PromptSectionName } from "../../../src/protocol/prompt-parts.ts";
import type { PromptSet, PromptVersion } from "../../../src/protocol/prompts.ts";

export type Draft = {
  content: PromptSet;
  /** Names of the parts that differ from the version it started from. */
  changed: readonly string[];
  change: (edit: (content: PromptSet) => PromptSet) => void;
  discard: () => void;
};

const keyOf = (version: string) => `prompt-draft:${version}`;

/** What is being edited survives a look at another page, and a reload, in this tab. */
export function useDraft({ version, content: base }: PromptVersion): Draft {
  const [content, setContent] = useState(() => keptDraft(version) ?? base);
  const changed = changedParts(base, content);
  const dirty = changed.length > 0;
  useEffect(() => {
    if (dirty) sessionStorage.setItem(keyOf(version), JSON.stringify(content));
    else forgetDraft(version);
  }, [version, content, dirty]);
  return { content, changed, change: setContent, discard: () => setContent(base) };
}

export const forgetDraft = (version: string) => sessionStorage.removeItem(keyOf(version));

function keptDraft(version: string): PromptSet | null {
  const kept = sessionStorage.getItem(keyOf(version));
  return kept === null ? null : (JSON.parse(kept) as PromptSet);
}

const PARTS: Record<Exclude<keyof PromptSet, "sections">, string> = {
  picked: "Examples",
  variables: "Variables",
  overrides: "Overrides",
  retrieval: "Search",
  quoting: "Quotation",
  smallTalk: "The bot's own words",
  model: "Model",
  checks: "Checks",
};

function changedParts(before: PromptSet, after: PromptSet): string[] {
  const sections = (Object.keys(PROMPT_SECTIONS) as PromptSectionName[])
    .filter((name) => before.sections[name] !== after.sections[name])
    .map((name) => PROMPT_SECTIONS[name]);
  const others = (Object.keys(PARTS) as (keyof typeof PARTS)[])
    .filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]))
    .map((part) => PARTS[part]);
  return [...sections, ...others];
}
