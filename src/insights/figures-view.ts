import { UNKNOWN_INTENT } from "../conversations/search-conditions.ts";
import type { ModelPrices } from "../models/model-prices.ts";
import type { Resolution } from "../protocol/conversation.ts";
import type { Drilldown, InsightsQuery, InsightsView, IntentView, Resolutions, Tally } from "../protocol/insights.ts";
import { costView } from "./cost.ts";
import { percentile } from "./percentile.ts";
import type { Figures } from "./read-figures.ts";

/** The figures, each with the search that lists what it counts. */
export function figuresView(figures: Figures, query: InsightsQuery, prices: ModelPrices): InsightsView {
  const { edges, channel } = query;
  const scope = { from: edges[0]!, until: edges.at(-1)!, ...(channel !== undefined && { channel }) };
  const begun: Drilldown = { rows: "conversations", ...scope };
  const given: Drilldown = { rows: "answers", ...scope };
  const { conversations, answers, ratings, firstTokens } = figures;
  const over = conversations.filter(({ resolution }) => resolution !== "open");
  const solved = conversations.filter(({ resolution }) => resolution === "confirmed" || resolution === "assumed");

  return {
    conversations: tally(conversations, begun),
    ended: tally(over, { ...begun, resolution: "ended" }),
    deflected: tally(solved, { ...begun, resolution: "deflected" }),
    resolutions: resolutionsOf(conversations, begun),
    spans: edges.slice(0, -1).map((from, span) => {
      const until = edges[span + 1]!;
      const counted = conversations.filter((one) => one.span === span);
      return { from, until, resolutions: resolutionsOf(counted, { ...begun, from, until }) };
    }),
    ...answersOf(answers, ratings, given),
    firstToken: { median: percentile(firstTokens, 0.5), p95: percentile(firstTokens, 0.95) },
    reviews: {
      median: percentile(figures.reviewTimes, 0.5),
      answers: tally([{ count: figures.timedAnswers }], { ...given, timedReview: "true" }),
    },
    cost: costView(figures.models, given, prices),
    intents: intentsOf(figures, begun, given),
    channels: figures.channels,
  };
}

type Counted = { count: number };

function tally(counted: readonly Counted[], filter: Drilldown): Tally {
  return { count: counted.reduce((sum, { count }) => sum + count, 0), filter };
}

function resolutionsOf(counted: readonly (Counted & { resolution: Resolution })[], filter: Drilldown): Resolutions {
  return talliesBy(counted, "resolution", filter);
}

/** One tally for each value of a field by which the search filters, too. */
function talliesBy<Field extends "resolution" | "route", Row extends Counted & Record<Field, string>>(
  rows: readonly Row[],
  field: Field,
  filter: Drilldown,
): Partial<Record<Row[Field], Tally>> {
  const values = new Set<Row[Field]>(rows.map((row) => row[field]));
  const entries = [...values].map((value) => [
    value,
    tally(
      rows.filter((row) => row[field] === value),
      { ...filter, [field]: value },
    ),
  ]);
  return Object.fromEntries(entries) as Partial<Record<Row[Field], Tally>>;
}

function answersOf(answers: Figures["answers"], ratings: Figures["ratings"], given: Drilldown) {
  const rated = (verdict: "up" | "down") =>
    tally(
      ratings.filter((one) => one.verdict === verdict),
      { ...given, rating: verdict },
    );
  return {
    answers: tally(answers, given),
    noAnswer: tally(
      answers.filter(({ outcome }) => outcome === "no-answer"),
      { ...given, outcome: "no-answer" },
    ),
    ratings: { up: rated("up"), down: rated("down") },
  };
}

function intentsOf({ intents, answers, ratings }: Figures, begun: Drilldown, given: Drilldown): IntentView[] {
  const known = new Set([...intents, ...answers].map(({ intent }) => intent));
  const views = [...known].map((intent): IntentView => {
    const asked = { intent: intent ?? UNKNOWN_INTENT };
    const of = <Row extends { intent: string | null }>(rows: readonly Row[]) =>
      rows.filter((row) => row.intent === intent);
    return {
      intent,
      conversations: tally(of(intents), { ...begun, ...asked }),
      resolutions: resolutionsOf(of(intents), { ...begun, ...asked }),
      ...answersOf(of(answers), of(ratings), { ...given, ...asked }),
      routes: talliesBy(of(answers), "route", { ...given, ...asked }),
    };
  });
  return views.sort((one, other) => other.conversations.count - one.conversations.count);
}
