import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { projectRoot } from "../../src/config.ts";
import { ArtefactError, readArtefact, writeArtefact } from "../../src/intents/artefact.ts";
import { embeddedClassifier, WrongEmbedderError } from "../../src/intents/embedded-classifier.ts";
import { TooFewIntentsError, trainIntentClassifier } from "../../src/intents/train-intent-classifier.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { fakeEmbedder } from "../support/fake-embedder.ts";
import { testingTexts, trainingTexts } from "../support/intent-sample.ts";

const embedder = defaultEmbedder(projectRoot());
const trained = await trainIntentClassifier(trainingTexts(), embedder, 1);
const bytes = writeArtefact(trained);

describe("the artefact of an intent classifier", () => {
  it("[I5] is the same, byte for byte, from the same texts and seed", async () => {
    const again = writeArtefact(await trainIntentClassifier(trainingTexts(), embedder, 1));

    expect(again.equals(bytes)).toBe(true);
  });

  it("[I6] classifies after reading as it did before writing", async () => {
    const before = embeddedClassifier("before", trained, embedder);
    const after = embeddedClassifier("after", readArtefact(bytes), embedder);

    for (const { text } of testingTexts()) {
      const [one, other] = [await before.classify(text), await after.classify(text)];
      expect(other.ranked[0]!.intent).toBe(one.ranked[0]!.intent);
      expect(other.belonging).toBeCloseTo(one.belonging, 2);
    }
  });

  it("[I6] is written again unchanged", () => {
    expect(writeArtefact(readArtefact(bytes)).equals(bytes)).toBe(true);
  });

  it("[I7] is refused when cut off or foreign", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        expect(() => readArtefact(bytes.subarray(0, length))).toThrow(ArtefactError);
      }),
      { numRuns: 50 },
    );
    expect(() => readArtefact(Buffer.from("no model at all"))).toThrow(ArtefactError);
  });

  it("[I7] is refused with another embedder than it was trained with", () => {
    expect(() => embeddedClassifier("any", trained, fakeEmbedder())).toThrow(WrongEmbedderError);
  });

  it("[I8] holds none of the words that it was trained on", () => {
    const spoken = bytes.toString("latin1").toLowerCase();

    expect(["parcel number", "postcode", "depot", "perfume"].filter((word) => spoken.includes(word))).toEqual([]);
  });

  it("[I9] can be made from very few texts", async () => {
    const few = [
      { text: "Where is it?", intent: "track" },
      { text: "I want my money back", intent: "refund" },
      { text: "Nice weather", intent: null },
    ];
    const tiny = readArtefact(writeArtefact(await trainIntentClassifier(few, embedder, 1)));

    const { ranked } = await embeddedClassifier("tiny", tiny, embedder).classify("money back please");
    expect(ranked[0]!.intent).toBe("refund");
  });

  it("[I9] cannot be made from texts of one intent alone", async () => {
    const alone = trainingTexts().filter(({ intent }) => intent === "refund");

    await expect(trainIntentClassifier(alone, embedder, 1)).rejects.toThrow(TooFewIntentsError);
  });
});
