/** What stands in the last `<grade>` of a judge's reply, 1 to 5; null: nothing that counts. */
export function readGrade(reply: string): number | null {
  const written = [...reply.matchAll(/<grade>\s*([1-5])\s*<\/grade>/g)].at(-1)?.[1];
  return written === undefined ? null : Number(written);
}

export type Preferred = "first" | "second" | "tie";

/** What stands in the last `<better>` of a judge's reply; null: nothing that counts. */
export function readPreferred(reply: string): Preferred | null {
  const written = [...reply.matchAll(/<better>\s*(first|second|tie)\s*<\/better>/g)].at(-1)?.[1];
  return (written as Preferred | undefined) ?? null;
}

/**
 * Judges favour a place (Zheng et al. 2023, "Judging LLM-as-a-judge"): each pair is shown in both orders, the candidate
 * first in `straight`, and a preference counts only when it survives the swap. Null when a reply was unusable.
 */
export function swapped(straight: Preferred | null, turned: Preferred | null): "candidate" | "baseline" | "tie" | null {
  if (straight === null || turned === null) return null;
  if (straight === "first" && turned === "second") return "candidate";
  if (straight === "second" && turned === "first") return "baseline";
  return "tie";
}

/** Grades of 4 and 5 mean good. */
const GOOD = 4;

/** How often grades and verdicts of people say the same; null when there is nothing to compare. */
export function agreementWithPeople(
  judged: readonly { grade: number | null; approved: boolean }[],
): { agree: number; of: number } | null {
  const graded = judged.filter(({ grade }) => grade !== null);
  if (graded.length === 0) return null;
  return { agree: graded.filter(({ grade, approved }) => grade! >= GOOD === approved).length, of: graded.length };
}
