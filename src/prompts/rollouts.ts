import type { RolloutEntry, ServingState } from "../protocol/prompts.ts";

/** What serves is what the history says: nothing else is kept, so nothing can disagree with it. */
export type Served = {
  /** Published versions, the live one last; empty: the one that ships with the product. */
  published: readonly string[];
  canary: ServingState["canary"];
};

export const nothingPublished: Served = { published: [], canary: null };

/**
 * Pure. Oldest first. A rollback names what it takes back, the canary or what is live: the same one twice, by the guard
 * and a person at once, takes back no more.
 */
export function servedAfter(history: readonly RolloutEntry[]): Served {
  return history.reduce(step, nothingPublished);
}

function step({ published, canary }: Served, { action, version, share, at }: RolloutEntry): Served {
  if (action === "rollback") {
    if (canary) return { published, canary: canary.version === version ? null : canary };
    return { published: published.at(-1) === version ? published.slice(0, -1) : published, canary };
  }
  if (action === "publish") {
    return { published: published.at(-1) === version ? published : [...published, version], canary: null };
  }
  const since = canary?.version === version ? canary.since : at;
  return { published, canary: { version, share: share ?? 0, since } };
}

export function stateOf({ published, canary }: Served, shipped: string): ServingState {
  const stack = [shipped, ...published];
  return { live: stack.at(-1)!, previous: stack.at(-2) ?? null, canary };
}
