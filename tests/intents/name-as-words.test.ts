import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { projectRoot } from "../../src/config.ts";
import { embeddedClassifier } from "../../src/intents/embedded-classifier.ts";
import { nameAsWords } from "../../src/intents/name-as-words.ts";
import { type LabelledText, trainIntentClassifier } from "../../src/intents/train-intent-classifier.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";

const embedder = defaultEmbedder(projectRoot());

describe("an intent's name as words", () => {
  it.each(["card_not_working", "cardNotWorking", "Card-Not-Working", "card.not/working?", " card  not working "])(
    "[I15] reads %p as its author would say it",
    (name) => {
      expect(nameAsWords(name)).toBe("card not working");
    },
  );

  it("[I15] keeps the letters and digits of every script, and is stable", () => {
    expect(nameAsWords("Öffnungszeiten_2")).toBe("öffnungszeiten 2");
    expect(nameAsWords("取消订单")).toBe("取消订单");
    expect(nameAsWords("--?--")).toBe("");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        expect(nameAsWords(nameAsWords(name))).toBe(nameAsWords(name));
      }),
    );
  });
});

describe("a classifier", () => {
  it("[I15] learns from an intent's name what no training text says", async () => {
    const { ranked } = await trainedOn("invoice_copy", "parking_permit");

    expect(ranked[0]!.intent).toBe("parking_permit");
  });

  it("[I15] learns nothing from a name that says nothing, and loses nothing", async () => {
    const { ranked } = await trainedOn("--", "??");

    expect(ranked.map(({ probability }) => Number.isFinite(probability))).toEqual([true, true]);
  });
});

async function trainedOn(first: string, second: string) {
  const texts = [...textsOf(first, COPIES), ...textsOf(second, PERMITS)];
  const classifier = embeddedClassifier("named", await trainIntentClassifier(texts, embedder, 1), embedder);
  return classifier.classify("parking permit");
}

const textsOf = (intent: string, texts: string[]): LabelledText[] => texts.map((text) => ({ text, intent }));

/** The first ones speak of what the others are called: without the name, the question would be theirs. */
const COPIES = ["Please send the bill for parking again", "I lost the bill of my permit", "The bill is not in my mail"];
const PERMITS = [
  "Where may I leave my car?",
  "A neighbour needs a place for the van",
  "Is the street free for residents?",
];
