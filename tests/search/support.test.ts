import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { projectRoot } from "../../src/config.ts";
import { backgroundShares } from "../../src/search/background.ts";
import type { Term } from "../../src/search/knowledge.ts";
import { readProbes, supportThresholdsOf, withOwnProbes } from "../../src/search/probes.ts";
import { supportOf, UNCOVERED } from "../../src/search/support.ts";

const known = new Set("replace the battery charger saddle".split(" "));
const terms = (text: string): Term[] =>
  text.split(" ").map((word) => ({ surface: word, stem: word, idf: known.has(word) ? 2 : 6, known: known.has(word) }));
const background = (word: string) => (word === "charger" ? 0.0001 : 0.01);
const SIZE = 1_000;
const passage = (text: string, headings = "") => ({ headings: headings ? terms(headings) : [], whole: terms(text) });
const support = (question: string, ...passages: string[]) =>
  supportOf({ question: terms(question), passages: passages.map((text) => passage(text)), size: SIZE, background })
    .score;

describe("how far the documentation covers a question", () => {
  it("[A20] is more, the more of the question the best passage covers", () => {
    expect(support("replace battery", "replace the battery")).toBeGreaterThan(
      support("replace battery", "the battery"),
    );
    expect(support("replace battery", "the battery")).toBeGreaterThan(support("replace battery", "the saddle"));
  });

  it("[A20] is more where words stand together, and for words that people seldom say", () => {
    expect(support("replace battery", "replace battery the saddle charger the")).toBeGreaterThan(
      support("replace battery", "battery the saddle charger the replace"),
    );
    expect(support("charger", "charger")).toBeGreaterThan(support("saddle", "saddle"));
  });

  it("[A20] is more where the question is a heading", () => {
    const judged = (headings: string) =>
      supportOf({
        question: terms("replace battery"),
        passages: [passage("replace the battery", headings)],
        size: SIZE,
        background,
      }).score;

    expect(judged("replace battery")).toBeGreaterThan(judged("saddle"));
  });

  it("[A20] is not lowered by words that a page or two cannot be expected to hold", () => {
    const judged = (size: number) =>
      supportOf({ question: terms("how long battery"), passages: [passage("battery")], size, background }).score;

    expect(judged(2)).toBeGreaterThan(judged(10_000));
  });

  it("[A20] is below every threshold where nothing was asked or found", () => {
    expect(support("battery")).toBeLessThan(0);
    expect(support("moon", "replace the battery")).toBeLessThan(0);
    expect(supportOf({ question: [], passages: [passage("battery")], size: SIZE, background }).score).toBeLessThan(0);
  });

  it("[A20] is a number for any words", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...known, "x", "y"), { minLength: 1 }), (words) => {
        expect(Number.isFinite(support(words.join(" "), "replace the battery"))).toBe(true);
      }),
    );
  });
});

describe("the threshold of 'I don't know'", () => {
  it("[A21, R18] lies 4.5 steps to the upper quartile above the middle of the off-topic questions, doubt begins at 2", () => {
    expect(supportThresholdsOf([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], SIZE)).toEqual({
      supportThreshold: 2 + 4.5,
      doubtThreshold: 2 + 2,
    });
  });

  it("[A21, R18] asks less of a small documentation: 3 steps up to 50 passages, and the more the larger it is", () => {
    const steps = [1, 50, 100, 300, 500, 10_000].map(
      (passages) => supportThresholdsOf([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], passages).supportThreshold - 2,
    );

    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect([steps[0], steps[1], steps[4], steps[5]]).toEqual([3, 3, 4.5, 4.5]);
  });

  it("[A21] hears only probes of which the documentation holds a word", () => {
    const covered = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

    expect(supportThresholdsOf([...covered, ...Array.from({ length: 100 }, () => UNCOVERED)], SIZE)).toEqual(
      supportThresholdsOf(covered, SIZE),
    );
    expect(supportThresholdsOf([UNCOVERED, UNCOVERED, 3], SIZE)).toEqual(supportThresholdsOf([], SIZE));
  });

  it("[A21] is not moved by probes that the documentation does answer, while they are few", () => {
    const offTopic = Array.from({ length: 90 }, (_, n) => n / 100);
    const answered = Array.from({ length: 10 }, () => 50);

    const { supportThreshold: alone } = supportThresholdsOf(offTopic, SIZE);
    expect(supportThresholdsOf([...offTopic, ...answered], SIZE).supportThreshold).toBeLessThan(alone * 1.3);
  });

  it("[A21] is calibrated with at least 160 different questions, without any comment line", () => {
    const probes = readProbes(projectRoot());

    expect(new Set(probes).size).toBe(probes.length);
    expect(probes.length).toBeGreaterThanOrEqual(160);
    expect(probes.every((probe) => !probe.startsWith("#"))).toBe(true);
  });

  it("[A20] knows how common a word is in general talk", () => {
    const share = backgroundShares(projectRoot());

    expect(share("please")).toBeGreaterThan(share("invoice"));
    expect(share("invoice")).toBeGreaterThan(share("kubernetes"));
    expect(share("kubernetes")).toBeGreaterThan(0);
  });
});

describe("the customer's own off-topic questions", () => {
  const shipped = ["How long should I boil eggs?", "Is there a sushi place nearby?"];

  it("[R22] join the shipped ones, without comments and blank lines", () => {
    expect(withOwnProbes(shipped, "# ours\n\n  Do you sell boats?  \n")).toEqual({
      probes: [...shipped, "Do you sell boats?"],
      unknown: [],
    });
  });

  it("[R22] take shipped ones out, whatever their case and punctuation, and name what is none of them", () => {
    expect(withOwnProbes(shipped, "- how long should I boil EGGS\n- Do you sell boats?")).toEqual({
      probes: ["Is there a sushi place nearby?"],
      unknown: ["- Do you sell boats?"],
    });
  });
});
