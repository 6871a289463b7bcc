import type { QueuedTurn } from "../../../src/protocol/review.ts";

/** What one person has done with a queue since they opened it. */
export type Sitting = {
  turns: readonly QueuedTurn[];
  /** Answers with a verdict, the last one at the end. */
  judged: readonly string[];
  skipped: readonly string[];
};

export function sittingOf(turns: readonly QueuedTurn[]): Sitting {
  return { turns, judged: [], skipped: [] };
}

/** The turn to look at: the first that is neither judged nor skipped; null when none is left. */
export function currentTurn({ turns, judged, skipped }: Sitting): QueuedTurn | null {
  return turns.find(({ answerId }) => !judged.includes(answerId) && !skipped.includes(answerId)) ?? null;
}

/** What was skipped is still to do. */
export function progressWords({ turns, judged, skipped }: Sitting): string {
  return `${judged.length} of ${turns.length} reviewed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`;
}

export function judge(sitting: Sitting, answerId: string): Sitting {
  return { ...sitting, judged: [...sitting.judged.filter((one) => one !== answerId), answerId] };
}

export function skip(sitting: Sitting, answerId: string): Sitting {
  return { ...sitting, skipped: [...sitting.skipped, answerId] };
}

/** A verdict is taken back: its turn is the current one again. */
export function reopen(sitting: Sitting, answerId: string): Sitting {
  const turns = [...sitting.turns].sort((a, b) => Number(b.answerId === answerId) - Number(a.answerId === answerId));
  return { ...sitting, turns, judged: sitting.judged.filter((one) => one !== answerId) };
}
