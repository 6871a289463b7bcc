import { z } from "zod";

/** A verified answer that goes with the conversation in which it was written. */
export type VerifiedForCustomer = { conversationId: string; question: string; text: string; phrasings: number };

/** An intent that no trained model serves any more once the conversations are erased from which the model had learnt. */
export type UnlearntIntent = { intent: string; onlyIfAll: boolean };

export type CustomerView = {
  /** The one asked for, and those with the same signed identity or left e-mail address. */
  conversations: string[];
  verifiedAnswers: VerifiedForCustomer[];
  intents: UnlearntIntent[];
};

export const eraseCustomerSchema = z.object({
  /** With everything else of the same customer. */
  all: z.boolean(),
});
export type EraseCustomer = z.infer<typeof eraseCustomerSchema>;
