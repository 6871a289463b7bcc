import { costOf, type ModelPrices } from "../models/model-prices.ts";
import type { CostView, Drilldown } from "../protocol/insights.ts";
import type { Figures } from "./read-figures.ts";

/** Tokens × price. What is not known is left out and said, never guessed. */
export function costView(models: Figures["models"], given: Drilldown, prices: ModelPrices): CostView {
  const views = models.map(({ model, answers, promptTokens, completionTokens, uncounted }) => {
    const free = promptTokens === 0 && completionTokens === 0 && uncounted === 0;
    const amount = free ? 0 : costOf(prices, model, { prompt: promptTokens, completion: completionTokens });
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
  return { amount, currency: prices.currency, atLeast: amount !== null && unknown, models: views };
}
