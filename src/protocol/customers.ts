import { z } from "zod";

/** The conversations of one customer: the one asked for, and those with the same signed identity or left e-mail address. */
export type CustomerView = { conversations: string[] };

export const eraseCustomerSchema = z.object({
  /** With everything else of the same customer. */
  all: z.boolean(),
});
export type EraseCustomer = z.infer<typeof eraseCustomerSchema>;
