import type { TrainingCost } from "./trainer.ts";

/** What a training at a vendor's would take, told before anything is sent. */
export type TrainingOffer = {
  model: string;
  rows: number;
  /** Of all rows, once. */
  tokensPerEpoch: number;
  epochs: number;
  cost: TrainingCost;
  /** Days on which the vendor ends something that this training needs, as `DATE: what (source)`. */
  withdrawals: string[];
};

/** Each message is framed by three tokens, and three open the reply: OpenAI's cookbook, "How to count tokens with tiktoken". */
const FRAME = 3;

/** Tokens of rows as `export.ts` writes them, once each. */
export function tokensOf(lines: readonly string[], count: (text: string) => number): number {
  return lines.reduce(
    (sum, line) => sum + FRAME + contentsIn(JSON.parse(line)).reduce((all, content) => all + FRAME + count(content), 0),
    0,
  );
}

function contentsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(contentsIn);
  if (typeof value !== "object" || value === null) return [];
  if ("content" in value) return [String(value.content)];
  return Object.values(value).flatMap(contentsIn);
}

/** `price`: of a million trained tokens; null: not told. */
export const costAt =
  (price: number | null, currency: string) =>
  (tokens: number): TrainingCost => ({
    tokens,
    amount: price === null ? null : Math.round(tokens * price) / 1_000_000,
    currency,
  });

const SOURCE = "https://developers.openai.com/api/docs/deprecations, read 2026-11-23";
const MODELS: readonly (readonly [name: RegExp, date: string])[] = [
  [/^(gpt-4o|gpt-4o-mini|gpt-4\.1|gpt-4\.1-mini)(-20\d\d-\d\d-\d\d)?$/, "2027-01-14"],
  [/^(gpt-3\.5-turbo|gpt-4\.1-nano|gpt-4-0613|o4-mini)(-.*)?$/, "2026-10-23"],
];

/** OpenAI's announcements at the time of writing; the server's own date is asked when a training is sent. */
export function withdrawalsOf(model: string, baseUrl: string): string[] {
  if (new URL(baseUrl).hostname !== "api.openai.com") return [];
  const own = MODELS.filter(([name]) => name.test(model)).map(
    ([, date]) => `${date}: ${model} and what is tuned from it answer no more (${SOURCE})`,
  );
  return [
    `2026-05-07: organisations that never tuned a model cannot start (${SOURCE})`,
    `2026-07-02: nor those that asked no tuned model for 60 days (${SOURCE})`,
    `2027-01-06: nobody can start a training (${SOURCE})`,
    ...own,
  ];
}
