import { z } from "zod";

/** A verified answer that goes with the conversation in which it was written. */
export type VerifiedForCustomer = { conversationId: string; question: string; text: string; phrasings: number };

export type CustomerView = {
  /** The one asked for, and those with the same signed identity or left e-mail address. */
  conversations: string[];
  verifiedAnswers: VerifiedForCustomer[];
};

export const eraseCustomerSchema = z.object({
  /** With everything else of the same customer. */
  all: z.boolean(),
});
export type EraseCustomer = z.infer<typeof eraseCustomerSchema>;
