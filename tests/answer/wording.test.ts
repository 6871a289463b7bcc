import { describe, expect, it } from "@jest/globals";
import { notDocumented, shortReply } from "../../src/answer/fixed-replies.ts";
import { languageOf } from "../../src/answer/spoken-language.ts";
import { sayings, shippedWords, UNNAMED } from "../../src/answer/wording.ts";
import { promptSetSchema } from "../../src/protocol/prompts.ts";
import { passage } from "../support/passage.ts";

const hit = (path: string, heading: string, score: number) => ({
  passage: passage({ path, anchor: heading, headings: [heading], text: "…" }),
  score,
  signals: {},
});

describe("when nothing relevant is known", () => {
  it("[A9] names each of the nearest pages once, by its best passage", () => {
    const hits = [hit("warranty.md", "How long", 3), hit("returns.md", "Days", 2), hit("warranty.md", "Exceptions", 1)];

    const { outcome, text, passages } = notDocumented("How long is it?", hits, sayings("Lumo"));

    expect(outcome).toBe("no-answer");
    expect(passages.map(({ headings }) => headings[0])).toEqual(["How long", "Days"]);
    expect(text).toContain("Page > How long [1]");
  });

  it("[A9] takes the letter of an error code for no language", () => {
    const say = sayings("Lumo");
    for (const code of ["e04", "E-04", "o2"]) {
      expect(notDocumented(code, [], say).text).toContain("I could not find this");
    }
    expect(notDocumented("dove e quando", [], say).text).toContain("Non l'ho trovato");
  });
});

describe("the language of a short text", () => {
  it.each([
    ["no funciona", "es"],
    ["¿cuánto cuesta?", "es"],
    ["los precios", "es"],
    ["wo ist mein Paket", "de"],
    ["was kostet die Lieferung", "de"],
    ["combien ça coûte", "fr"],
    ["le prix", "fr"],
    ["quanto costa", "it"],
  ])("[A35] %p is heard", (text, language) => {
    expect(languageOf(text)).toBe(language);
  });

  it.each([
    "",
    "no voucher",
    "de cabin",
    "was charged twice",
    "price per night",
    "non smoking room",
    "comment section",
    "MIT",
    "option y",
  ])("[A35] %p shows none, so it is the language otherwise known", (text) => {
    expect(languageOf(text)).toBe("en");
    expect(languageOf("de cabin", "de")).toBe("de");
  });
});

describe("what the bot says of itself", () => {
  it("[A29] names the product that was set, and none where nobody named one", () => {
    const said = (productName: string, language: "en" | "de" | "fr" | "es" | "it", kind: "greeting" | "identity") =>
      shortReply(
        { route: "small-talk", kind, language },
        { say: sayings(productName), contactText: "", staffed: false },
      ).text;

    expect(said("Lumo", "en", "greeting")).toBe("Hello! What would you like to know about Lumo?");
    expect(said(UNNAMED, "en", "greeting")).toBe("Hello! What would you like to know?");
    expect(said(UNNAMED, "de", "greeting")).toBe("Hallo! Was möchten Sie wissen?");
    for (const language of ["en", "de", "fr", "es", "it"] as const) {
      expect(said("Lumo", language, "identity")).toContain("Lumo");
      expect(said(UNNAMED, language, "identity")).not.toMatch(/null|Switchboard/);
      expect(said(UNNAMED, language, "greeting")).not.toMatch(/null|Switchboard| {2}/);
    }
  });
});

describe("the bot's own words as they ship", () => {
  it("[M79] are told sentence by sentence and language by language, as customers read them", () => {
    const words = shippedWords("Lumo");

    expect(Object.keys(words)).toEqual(["en", "de", "fr", "es", "it"]);
    for (const said of Object.values(words)) {
      expect(Object.keys(said).sort()).toEqual(Object.keys(words.en).sort());
      expect(Object.values(said).every((text) => text.length > 0 && text.length <= 1_000)).toBe(true);
    }
    expect(words.de.greeting).toBe("Hallo! Was möchten Sie über Lumo wissen?");
    expect(promptSetSchema.shape.smallTalk.parse(words)).toEqual(words);
  });
});
