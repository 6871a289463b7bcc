import { describe, expect, it } from "@jest/globals";
import type { HistoryTurn } from "../../src/answer/answer-question.ts";
import { conversationTopics } from "../../src/answer/conversation-topics.ts";
import { understand } from "../../src/answer/understand.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";

const knowledge = fixedKnowledge([
  passage({
    path: "city/battery.md",
    text: "replace charge the battery of the city model; price and weight, windows linux",
  }),
  passage({ path: "city/brakes.md", text: "brakes pads" }),
  passage({ path: "tour/battery.md", text: "tour battery" }),
]);
const customer = (...texts: string[]): HistoryTurn[] => texts.map((text) => ({ author: "customer", text }));
const carried = (text: string, history: HistoryTurn[]) => [...understand(text, history, knowledge).carried.keys()];

describe("understanding a follow-up", () => {
  it.each([
    "How much does it weigh?",
    "and the price?",
    "What about charging?",
    "Und wie ist der Preis?",
    "do I pay for charging then?",
  ])("[A14] carries the subject into %p", (text) => {
    expect(carried(text, customer("How do I replace the battery?"))).toContain("battery");
  });

  it.each([
    "When?",
    "for how long?",
    "how much then?",
    "Wie lange denn?",
    "jusqu'à quand ?",
    "¿Por qué?",
    "quanto tempo?",
  ])("[A36] takes %p, which asks of nothing itself, for a follow-up", (text) => {
    const { standing } = understand(text, customer("How do I replace the battery?"), knowledge);

    expect(carried(text, customer("How do I replace the battery?"))).toContain("battery");
    expect(standing).toBe(understand("and then?", customer("How do I replace the battery?"), knowledge).standing);
  });

  it("[A14] leaves the old action behind when the question brings its own", () => {
    const words = carried("how do I charge it?", customer("How do I replace the battery?"));

    expect(words).toContain("battery");
    expect(words).not.toContain("replace");
  });

  it("[A14] carries over several turns, the older the weaker", () => {
    const { carried: weights } = understand(
      "and on linux?",
      customer("How do I charge the city battery?", "and on windows?"),
      knowledge,
    );

    expect(weights.get("windows")).toBeGreaterThan(weights.get("battery")!);
    expect(weights.get("battery")).toBeGreaterThan(0);
  });

  it("[A14] keeps the question as it was asked", () => {
    expect(understand("and the price?", customer("How do I replace the battery?"), knowledge).text).toBe(
      "and the price?",
    );
  });

  it.each(["How do I adjust the brakes of the tour model in winter?", "weather tomorrow?"])(
    "[A15] carries nothing into %p",
    (text) => {
      expect(carried(text, customer("How do I replace the battery?"))).toEqual([]);
    },
  );

  it("[A15] carries nothing into a first question, and nothing that only the bot said", () => {
    expect(carried("how much is it?", [])).toEqual([]);
    expect(carried("how much is it?", [{ author: "bot", text: "The battery is under the saddle." }])).toEqual([]);
  });

  it("[A16] knows which folders the conversation is about", async () => {
    const { folders: topics } = await conversationTopics(customer("battery of the city model"), knowledge);

    expect(topics.get("city/")).toBeGreaterThan(topics.get("tour/")!);
    expect([...topics.values()].every((weight) => weight >= 0 && weight <= 1)).toBe(true);
  });

  it("[A16] looks at the last three questions at most, since each costs a search", async () => {
    const counted = fixedKnowledge([passage({ path: "a/b.md", text: "words" })]);
    await conversationTopics(customer("one", "two", "three", "four", "five"), counted);

    expect(counted.asked).toEqual(["five", "four", "three"]);
  });

  it("[A36] knows which passages the conversation found, the older the weaker", async () => {
    const asked = await conversationTopics(customer("battery of the city model"), knowledge);
    const since = await conversationTopics(customer("battery of the city model", "thanks"), fixedKnowledge([]));
    const weights = [...asked.found.values()].map(({ weight }) => weight);

    expect(weights[0]).toBe(1);
    expect(weights.every((weight, rank) => weight > 0 && weight <= (weights[rank - 1] ?? 1))).toBe(true);
    expect(since.found.size).toBe(0);
  });

  it("[A16] lets a question that says little beside its pointer lean on the conversation", () => {
    const standing = (text: string) => understand(text, customer("How do I replace the battery?"), knowledge).standing;

    expect(standing("how do I charge it?")).toBeLessThan(standing("does it charge the city model on windows, linux?"));
    expect(standing("price, weight, brakes and pads of the city model")).toBe(1);
  });

  it("[A14] carries no single letters", () => {
    expect(carried("and the price?", customer("How do I replace battery b?"))).not.toContain("b");
  });
});
