import { z } from "zod";

/** Staff's own words, or a customer's question of which the server takes the words. */
export const newPhrasingSchema = z.union([
  z.object({ text: z.string().trim().min(1).max(1_000) }),
  z.object({ questionId: z.string().min(1).max(100) }),
]);
export type NewPhrasing = z.infer<typeof newPhrasingSchema>;
export const triedQuestionSchema = z.object({ text: z.string().trim().min(1).max(8_000) });
