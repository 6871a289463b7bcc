import { shippedVersion } from "../../src/compose-prompts.ts";
import { projectRoot } from "../../src/config.ts";
import { versionOf } from "../../src/prompts/prompt-set.ts";
import type { PromptSet, PromptVersion } from "../../src/protocol/prompts.ts";

export const shipped: PromptVersion = shippedVersion({ root: projectRoot() });

/** What ships with the product, with these parts in place of its own. */
export function promptSet(parts: Partial<PromptSet> = {}): PromptSet {
  return { ...structuredClone(shipped.content), ...parts };
}

export function promptVersion({ content = promptSet(), ...head }: Partial<PromptVersion> = {}): PromptVersion {
  const name = head.name ?? "trial";
  return { name, author: "Ana", note: "tried", createdAt: 1, ...head, content, version: versionOf(name, content) };
}
