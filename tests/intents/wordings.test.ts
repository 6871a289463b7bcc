import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { unsaidBy, wordingsOf } from "../../src/intents/wordings.ts";

const TEXTS = [
  { text: "Where can I find my invoices?", intent: "invoice" },
  { text: "send me the invoice of order [ORDER_1]", intent: "invoice" },
  { text: "I do not want the bicycle, can I return it?", intent: "returns" },
  { text: "a question of nobody", intent: null },
];
const { invoice, returns } = wordingsOf(TEXTS, { alone: true });

const NOTHING = { words: [], mostly: false, lacking: false, negated: false };

describe("how the questions of an intent are put", () => {
  it("[F35] knows what a question says that none of them did, in any form of the word", () => {
    expect(unsaidBy(invoice, "Find me an invoice, please")).toEqual({
      words: ["please"],
      mostly: false,
      lacking: false,
      negated: false,
    });
    expect(unsaidBy(invoice, "The invoice arrived damaged").words).toEqual(["arrived", "damaged"]);
    expect(unsaidBy(invoice, "invoice for [ORDER_7]").words).toEqual([]);
  });

  it("[F35] hears that most content words are new, and function words are none", () => {
    expect(unsaidBy(invoice, "do you sell gift vouchers for an invoice").mostly).toBe(true);
    expect(unsaidBy(invoice, "The invoice arrived").mostly).toBe(false);
  });

  it("[F35] leaves that to the classifier where the log shows what lies outside", () => {
    const shown = wordingsOf(TEXTS, { alone: false }).invoice;
    expect(unsaidBy(shown, "do you sell gift vouchers for an invoice").mostly).toBe(false);
  });

  it("[F35] misses the word that nearly all of them hold", () => {
    expect(unsaidBy(invoice, "find me the bill").lacking).toBe(true);
    expect(unsaidBy(invoice, "invoices?").lacking).toBe(false);
  });

  it("[F35] hears a not where none of them says one", () => {
    expect(unsaidBy(invoice, "I don't need an invoice").negated).toBe(true);
    expect(unsaidBy(returns, "I don't want the bicycle").negated).toBe(false);
  });

  it("[F35] holds nothing back for a model that kept no wordings", () => {
    expect(unsaidBy(undefined, "I don't need a unicorn")).toEqual(NOTHING);
  });

  it("[F35] finds nothing unsaid in what was learnt, whatever it says, and spells none of it out", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (texts) => {
        const learnt = wordingsOf(
          texts.map((text) => ({ text, intent: "any" })),
          { alone: true },
        ).any!;
        for (const text of texts) expect(unsaidBy(learnt, text)).toEqual(NOTHING);
        expect(learnt.stems.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});
