import type { CitedPassage } from "../search/unchanged-passages.ts";

/** A reply that staff wrote or approved, and the questions that it answers. */
export type VerifiedAnswer = {
  id: string;
  /** `[n]` cites `cited[n - 1]`. */
  text: string;
  cited: CitedPassage[];
  /** Phrasings: the questions that were corrected, and those that staff added. Never empty. */
  questions: string[];
  /** Which of them staff added; none by default. */
  added?: string[];
  /** Questions that it was given for and that staff said it is not for; none by default. */
  excluded?: Exclusion[];
};

/** `id`: the reply that was judged. */
export type Exclusion = { id: string; text: string };
