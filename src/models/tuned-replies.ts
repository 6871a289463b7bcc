export type TunedReply = {
  intent: string;
  /** A reply that staff approved, its slots filled from this conversation. */
  text: string;
  /** Calibrated, in 0..1: that the customer means this intent. */
  probability: number;
  /** What the reply cites, as it was when staff approved it: `[n]` is `cited[n - 1]`. */
  cited: readonly { passageId: string; hash: string }[];
  /** As recorded with the turn. */
  modelId: string;
};

/** What the route asks before it turns to the documentation. */
export interface TunedReplies {
  /** Null: no served intent is meant with enough certainty, or its reply does not fit this conversation. */
  reply(question: string, history: readonly { text: string }[]): Promise<TunedReply | null>;
}
