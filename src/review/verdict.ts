import type { Verdict } from "../protocol/review.ts";

/** One person's verdict on one answer. */
export type Opinion = {
  staffId: string;
  verdict: Verdict;
  text: string | null;
  citations: string | null;
  reason: string | null;
  intent: string | null;
  /** An owner's word. */
  settles: boolean;
  /** Milliseconds since the epoch. */
  at: number;
  /** Given before the answer went stale, and a colleague has judged anew since. */
  outdated: boolean;
};

export type Judgement =
  | { state: "open" }
  | { state: "agreed"; opinion: Opinion }
  /** Nothing follows from it until an owner has settled it. */
  | { state: "disputed"; since: number };

/** What staff make of an answer together, as the documentation is now. An owner's word counts alone; without one, all must say the same. */
export function judgementOf(opinions: readonly Opinion[]): Judgement {
  const current = opinions.filter(({ outdated }) => !outdated);
  const newestFirst = [...current].sort((one, other) => other.at - one.at);
  const settled = newestFirst.find(({ settles }) => settles);
  if (settled) return { state: "agreed", opinion: settled };

  const [newest] = newestFirst;
  if (!newest) return { state: "open" };
  const agreed = current.every(({ verdict, text }) => verdict === newest.verdict && text === newest.text);
  return agreed ? { state: "agreed", opinion: newest } : { state: "disputed", since: newest.at };
}
