import type { CostView, Drilldown } from "../protocol/insights.ts";
import type { Figures } from "./read-figures.ts";

/** What a million tokens cost, by the model's name. */
export type ModelPrices = {
  currency: string;
  perMillion: ReadonlyMap<string, { prompt: number; completion: number }>;
};

/** Tokens × price. What is not known is left out and said, never guessed. */
export function costView(models: Figures["models"], given: Drilldown, { currency, perMillion }: ModelPrices): CostView {
  const views = models.map(({ model, answers, promptTokens, completionTokens, uncounted }) => {
    const price = perMillion.get(model);
    const free = promptTokens === 0 && completionTokens === 0 && uncounted === 0;
    const priced = price ? (promptTokens * price.prompt + completionTokens * price.completion) / 1e6 : null;
    const amount = free ? 0 : priced;
    return {
      model,
      answers: { count: answers, filter: { ...given, model } },
      amount,
      atLeast: amount !== null && uncounted > 0,
    };
  });
  const known = views.flatMap(({ amount }) => amount ?? []);
  const unknown = views.some(({ amount, atLeast }) => amount === null || atLeast);
  const amount = known.length === 0 && unknown ? null : known.reduce((sum, one) => sum + one, 0);
  return { amount, currency, atLeast: amount !== null && unknown, models: views };
}
