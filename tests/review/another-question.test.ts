import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { ordinaryWords } from "../../src/privacy/ordinary-words.ts";
import { differences, isAnother } from "../../src/review/another-question.ts";
import { CAUTIOUS } from "../../src/review/serving-threshold.ts";
import { mayServe, openBook } from "../../src/review/verified-book.ts";
import { readProbes } from "../../src/search/probes.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";

/** One phrasing each: what is asked instead is near, and no answer to it. */
const NEAR_MISSES: [phrasing: string, asked: string][] = [
  ["What does a parking space cost per day?", "What does a parking space cost per week?"],
  ["What does a parking space cost per day?", "What does a disabled parking space cost per day?"],
  ["How much is a locker for two hours?", "How much is a locker for three hours?"],
  ["Can I arrive late?", "Can I arrive early?"],
  ["Can I pay after the course?", "Can I pay before the course?"],
  ["Do you deliver on Saturday?", "Do you deliver on Sunday?"],
  ["Does the sauna open with a booking?", "Does the sauna open without a booking?"],
  ["Can I feed the animals?", "Can I not feed the animals?"],
  ["Why is my parcel delivered?", "Why is my parcel not delivered?"],
  ["How much is the tent?", "How much is the deposit for the tent?"],
  ["How much is insurance for a van?", "How much is a van?"],
  ["Where do I hand the keys in?", "When do I hand the keys in?"],
  ["Do you repair tents?", "Do you repair used tents?"],
  ["Do you repair tents?", "Do you repair other tents?"],
  ["Do you repair tents?", "Do you only repair tents?"],
  ["Do you repair tents?", "How many tents do you repair?"],
  ["Do trains go to Bremen?", "Do trains go from Bremen?"],
  ["Was kostet ein Stellplatz pro Nacht?", "Was kostet ein Stellplatz pro Woche?"],
  ["Kann ich mit Karte zahlen?", "Kann ich ohne Karte zahlen?"],
  ["Combien coûte une chambre avec douche ?", "Combien coûte une chambre sans douche ?"],
];

const SAME: [phrasing: string, asked: string][] = [
  ["What does a parking space cost per day?", "what do parking spaces cost per day"],
  ["What does a parking space cost per day?", "Please tell me the price of a parking space per day"],
  ["Can I bring my cat?", "Can I bring our cats, please?"],
  ["How do I cancel a course?", "How can I make a cancellation of the course?"],
  ["Was kostet ein Stellplatz pro Nacht?", "Was kosten Stellplätze pro Nacht?"],
];

const one = (question: string, text = "Yes.") => [{ id: "one", text, cited: [], questions: [question] }];
const none = () => false;

describe("what makes a question another one", () => {
  it.each(NEAR_MISSES)("[J22] %s and %s", async (phrasing, asked) => {
    const root = projectRoot();
    const shared = { background: readProbes(root), embedder: defaultEmbedder(root), isOrdinary: ordinaryWords(root) };
    const book = await openBook({ answers: one(phrasing), isTopic: none, ...shared });

    expect(isAnother(differences(one(phrasing), none)("one", asked))).toBe(true);
    expect(mayServe((await book.match(asked))!, CAUTIOUS)).toBe(false);
    expect(mayServe((await book.match(phrasing))!, CAUTIOUS)).toBe(true);
  });

  it.each(SAME)("[J22] nothing: %s and %s", (phrasing, asked) => {
    expect(differences(one(phrasing), none)("one", asked)).toEqual({
      foreign: [],
      decisive: [],
      missing: [],
      negated: false,
      counting: false,
    });
  });

  it("[J22] a word of the answer is not foreign, a figure of it is", () => {
    const differs = differences(one("What does a locker cost per day?", "£3 a day, £10 a week."), none);

    expect(differs("one", "What does a locker cost per week or day?").foreign).toEqual([]);
    expect(differs("one", "What does a locker cost for 10 days?").foreign).toEqual(["10"]);
  });

  it("[J22] from five phrasings on only a word that decides or that the documentation knows as rare", () => {
    const questions = ["Rent a kayak?", "Kayak price?", "Cost of a kayak?", "Kayak for a day?", "Boat hire, kayak?"];
    const differs = differences([{ id: "one", text: "£9.", cited: [], questions }], (word) => word === "lifejacket");

    expect(isAnother(differs("one", "Which kayak could grandma rent?"))).toBe(false);
    expect(differs("one", "Which lifejacket fits a kayak?").foreign).toEqual(["lifejacket"]);
    expect(differs("one", "Kayak for a week?").foreign).toEqual(["week"]);
    expect(differs("one", "Kayak, never rented?").negated).toBe(true);
  });

  it("[J22] reads scripts without spaces, and a question without words", () => {
    const differs = differences(one("自転車の料金はいくらですか"), none);

    expect(isAnother(differs("one", "自転車の料金はいくらですか？"))).toBe(false);
    expect(differs("one", "保険の料金はいくらですか").foreign).toEqual(["保険"]);
    expect(isAnother(differences(one("?!"), none)("one", ""))).toBe(false);
  });
});
