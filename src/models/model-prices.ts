/** What a million tokens cost, by the model's name as turns record it. */
export type ModelPrices = {
  currency: string;
  perMillion: ReadonlyMap<string, { prompt: number; completion: number }>;
};

/** Of answers under one model: null where its price is not known. */
export function costOf(
  { perMillion }: ModelPrices,
  model: string,
  { prompt, completion }: { prompt: number; completion: number },
): number | null {
  const price = perMillion.get(model);
  return price ? (prompt * price.prompt + completion * price.completion) / 1e6 : null;
}
