/** A passage as it was when staff verified the answer. */
export type CitedPassage = { passageId: string; hash: string };

/** A reply that staff wrote or approved, and the questions that it answers. */
export type VerifiedAnswer = {
  id: string;
  /** `[n]` cites `cited[n - 1]`. */
  text: string;
  cited: CitedPassage[];
  /** Phrasings, as customers wrote them. Never empty. */
  questions: string[];
};
