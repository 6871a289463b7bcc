import type { Example } from "../example.ts";
import { normalised } from "./near-duplicates.ts";

/**
 * The same conversation so far with replies that cannot all be right. Of different intents: neither teaches. Of one
 * intent: the reply that was approved most often stays, of equals the newest; what people wrote freely never reads the same
 * twice and contradicts nothing.
 */
export function contradicting(examples: readonly Example[]): (example: Example) => boolean {
  const intents = new Map<string, Set<string>>();
  const replies = new Map<string, Map<string, Standing>>();
  for (const example of examples) {
    const { completion, intent } = example;
    if (completion === null) continue;
    const asked = saidSoFar(example);
    if (intent !== null) intents.set(asked, (intents.get(asked) ?? new Set()).add(intent));
    if (!isApproved(example)) continue;

    const standings = replies.get(asked) ?? new Map<string, Standing>();
    const { approvals, newest } = standings.get(completion) ?? { approvals: 0, newest: "" };
    const at = example.at ?? "";
    standings.set(completion, { approvals: approvals + 1, newest: at > newest ? at : newest });
    replies.set(asked, standings);
  }

  const best = new Map([...replies].map(([asked, standings]) => [asked, bestOf(standings)]));
  return (example) => {
    if (example.completion === null) return false;
    const asked = saidSoFar(example);
    if ((intents.get(asked)?.size ?? 0) > 1) return true;
    return isApproved(example) && best.get(asked) !== example.completion;
  };
}

type Standing = { approvals: number /** ISO 8601, "" where unknown. */; newest: string };

const isApproved = ({ verdict }: Example) => verdict === "approved" || verdict === "corrected";

const saidSoFar = ({ messages }: Example) => messages.map(({ content }) => normalised(content)).join("\n");

const bestOf = (standings: ReadonlyMap<string, Standing>): string =>
  [...standings].reduce((best, one) => (isBetter(one[1], best[1]) ? one : best))[0];

const isBetter = (one: Standing, other: Standing) =>
  one.approvals > other.approvals || (one.approvals === other.approvals && one.newest >= other.newest);
