import { describe, expect, it } from "@jest/globals";
import { preferPrices } from "../../src/answer/prefer-prices.ts";
import { namesPrice, priceWords } from "../../src/search/asked-price.ts";
import { passage } from "../support/passage.ts";

const tents = passage({ path: "tents.md", headings: ["Tents"], text: "A tent sleeps four. Tents are dry and warm." });
const damage = passage({ path: "damage.md", headings: ["Damage"], text: "A torn tent costs €90." });
const prices = passage({
  path: "prices.md",
  headings: ["Prices"],
  text: "| Tent | €15 |\n| --- | --- |\n| Cabin | €60 |",
});
const hits = [tents, damage, prices].map((found, rank) => ({ passage: found, score: 4 - rank / 2, signals: {} }));
const pathsFor = (question: string) => preferPrices(hits, question).map(({ passage: { path } }) => path);

describe("asking for a price", () => {
  it.each([
    "How much is a tent?",
    "how much for two tents",
    "how much does it cost to rent a tent",
    "What does a tent cost?",
    "what would two nights cost",
    "Wie viel kostet ein Zelt?",
    "was kosten zwei Zelte",
    "Combien coûte une tente ?",
    "¿Cuánto cuesta una tienda?",
    "Quanto costa una tenda?",
    "does a tent cost anything?",
    "what do you charge for a tent",
    "Do the tents cost extra?",
    "Kostet ein Zelt etwas?",
  ])("[A32] is heard: %s", (question) => {
    expect(priceWords(question)).not.toEqual([]);
    expect(pathsFor(question)).toEqual(["prices.md", "damage.md", "tents.md"]);
  });

  it.each([
    "How much memory does it need?",
    "How many tents are there?",
    "How much time do I have?",
    "Do I have to pay at once?",
    "what does the warranty cover",
    "Wie viel Platz ist im Zelt?",
    "Combien de places ?",
    "Cuántas personas caben?",
  ])("[A32] is not what this does: %s", (question) => {
    expect(priceWords(question)).toEqual([]);
    expect(pathsFor(question)).toEqual(["tents.md", "damage.md", "prices.md"]);
  });

  it.each([
    "£5",
    "5 €",
    "5€",
    "$ 12.50",
    "CHF 30",
    "30 francs",
    "Entry is free.",
    "kostenlos",
    "gratuit",
    "1,750 SEK",
    "PLN 40",
    "300 kr",
    "9 zł",
    "Rs. 40",
    "₩5000",
  ])("[A32] knows a price: %s", (text) => expect(namesPrice(text)).toBe(true));

  it.each([
    "5 people",
    "room 12",
    "30 minutes",
    "a dollarless town",
    "freedom",
    "10 ft",
    "an RS 232 plug",
    "all 10 all day",
    "try 3",
  ])("[A32] knows none: %s", (text) => expect(namesPrice(text)).toBe(false));

  it("[A36] comes first where an amount stands in what the question points to", () => {
    const isPointedTo = ({ passage: { path } }: (typeof hits)[number]) => path !== "prices.md";

    const [first, second] = preferPrices(hits, "what does it cost?", isPointedTo);
    expect([first!.passage.path, second!.passage.path]).toEqual(["damage.md", "prices.md"]);
  });
});
