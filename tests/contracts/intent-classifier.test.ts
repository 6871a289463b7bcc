import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { embeddedClassifier } from "../../src/intents/embedded-classifier.ts";
import type { IntentClassifier } from "../../src/intents/intent-classifier.ts";
import { trainIntentClassifier } from "../../src/intents/train-intent-classifier.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { STRANGERS, testingTexts, trainingTexts } from "../support/intent-sample.ts";
import { scriptedClassifier } from "../support/scripted-classifier.ts";

const embedder = defaultEmbedder(projectRoot());
const script = Object.fromEntries(testingTexts().map(({ text, intent }) => [text, intent!]));

const adapters: [string, IntentClassifier][] = [
  ["embedded", embeddedClassifier("sample", await trainIntentClassifier(trainingTexts(), embedder, 1), embedder)],
  ["scripted", scriptedClassifier(script)],
];

describe.each(adapters)("an intent classifier (%s)", (_name, classifier) => {
  it("[I1] ranks every intent that it knows, most probable first, with chances that sum to 1", async () => {
    for (const text of ["Please cancel my order", "", "🦜", "取消订单"]) {
      const { ranked } = await classifier.classify(text);
      const chances = ranked.map(({ probability }) => probability);

      expect(ranked.map(({ intent }) => intent).sort()).toEqual([...classifier.intents].sort());
      expect(chances).toEqual([...chances].sort((a, b) => b - a));
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 5);
    }
  });

  it("[I2] recognises intents in texts that it was not trained on", async () => {
    const right = [];
    for (const { text, intent } of testingTexts()) {
      const { ranked } = await classifier.classify(text);
      if (ranked[0]!.intent === intent) right.push(text);
    }

    expect(right.length).toBeGreaterThanOrEqual(testingTexts().length - 1);
  });

  it("[I3] says 'none of these' of most texts about something else", async () => {
    const rejected = [];
    for (const text of STRANGERS) if ((await classifier.classify(text)).rejected) rejected.push(text);

    expect(rejected.length).toBeGreaterThan(STRANGERS.length / 2);
  });

  it("[I4] gives the same answer to the same text", async () => {
    expect(await classifier.classify("Where is it?")).toEqual(await classifier.classify("Where is it?"));
  });
});
