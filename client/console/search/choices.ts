import { OUTCOME_WORDS, RESOLUTION_WORDS, RESOLUTIONS, ROUTE_WORDS } from "../parts/outcome-words.ts";
import type { FilterName, Filters } from "./filters.ts";

export type ChoiceOf = { name: FilterName; label: string; options: readonly (readonly [string, string])[] };

export const CHOICES: readonly ChoiceOf[] = [
  {
    name: "rows",
    label: "Show",
    options: [
      ["", "Messages"],
      ["answers", "Answers"],
      ["conversations", "Conversations"],
    ],
  },
  {
    name: "order",
    label: "Order",
    options: [
      ["", "Newest first"],
      ["relevance", "Best match first"],
    ],
  },
  {
    name: "resolution",
    label: "How it ended",
    options: [
      ["", "In any way"],
      ...RESOLUTIONS.map((name) => [name, RESOLUTION_WORDS[name][0]] as const),
      ["ended", "Over, in any way"],
      ["deflected", "Solved without a person"],
    ],
  },
  { name: "outcome", label: "Outcome", options: [["", "Any outcome"], ...Object.entries(OUTCOME_WORDS)] },
  { name: "route", label: "Answered by", options: [["", "Any route"], ...Object.entries(ROUTE_WORDS)] },
  {
    name: "owner",
    label: "Whose turn",
    options: [
      ["", "Any turn"],
      ["bot", "Bot"],
      ["queued", "Waiting"],
      ["human", "A person"],
      ["closed", "Closed"],
    ],
  },
  {
    name: "rating",
    label: "Rating",
    options: [
      ["", "Any rating"],
      ["up", "Thumbs up"],
      ["down", "Thumbs down"],
    ],
  },
  {
    name: "unreviewed",
    label: "Review",
    options: [
      ["", "Reviewed or not"],
      ["true", "Not reviewed"],
    ],
  },
  {
    name: "timedReview",
    label: "Time of review",
    options: [
      ["", "Measured or not"],
      ["true", "Measured"],
    ],
  },
];

const FREE_WORDS: Partial<Record<FilterName, string>> = {
  from: "From",
  until: "Until",
  label: "Label",
  channel: "Website",
  intent: "Intent",
  model: "Model",
  promptVersion: "Prompt",
};

/** Each filter that narrows the list, in the words of its field: "How it ended: Confirmed". */
export function filterWords(filters: Filters): { name: FilterName; words: string }[] {
  return Object.entries(filters).flatMap(([name, value]) => {
    if (name === "text" || name === "order") return [];
    const choice = CHOICES.find((one) => one.name === name);
    const chosen = choice?.options.find(([key]) => key === value)?.[1] ?? value;
    const unknown = name === "intent" && value === "-" ? "not known" : chosen;
    return { name: name as FilterName, words: `${choice?.label ?? FREE_WORDS[name as FilterName]}: ${unknown}` };
  });
}
