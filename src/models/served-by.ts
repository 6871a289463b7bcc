import { namedIn } from "./by-name.ts";
import type { Registry, Serving } from "./registry.ts";
import { inShare } from "./sticky-share.ts";

/**
 * Pure. The model that serves the intent in this conversation: beside a canary's share, what served before it. Null: the
 * documentation.
 */
export function servedBy({ serving }: Registry, intent: string, conversation: string | undefined): string | null {
  const now = namedIn(serving, intent);
  if (!now) return null;
  return inShare(now.share, intent, conversation) ? now.model : now.previous;
}

/** Pure. Every model that serves some conversation, sorted. */
export const servingModels = ({ serving }: Registry): string[] =>
  [...new Set(Object.values(serving).flatMap(modelsOf))].sort();

const modelsOf = ({ model, share, previous }: Serving): string[] =>
  share < 1 && previous !== null ? [model, previous] : [model];
