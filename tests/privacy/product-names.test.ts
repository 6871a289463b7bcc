import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { productNamesIn, productNamesInTexts, withoutProductNames } from "../../src/privacy/product-names.ts";
import { redactText } from "../../src/privacy/redact.ts";

const shipped = shippedGazetteer(projectRoot());
const redactIn = (names: readonly string[]) => (text: string) =>
  redactText(text, { gazetteer: withoutProductNames(shipped, names), patterns: [] });

describe("names of products", () => {
  it("[F32] are those that several pages are called after, and no people", () => {
    const titles = ["Set up Zephyr", "Zephyr prices", "Orion", "Orion Pro", "Anna Lind's story", "Ask Anna Lind"];

    expect(productNamesIn(titles, shipped)).toEqual(["zephyr", "orion"]);
    expect(productNamesIn(["Orion", "Orion", "Mark as read", "Mark as unread"], shipped)).toEqual([]);
    expect(productNamesIn([], shipped)).toEqual([]);
  });

  it("[F32] stay where they stand alone, and are people's where something says so", () => {
    const redact = redactIn(["zephyr", "Orion Ltd."]);
    for (const text of ["My Zephyr is broken", "Reset the Orion router", "It's Zephyr that fails"])
      expect(redact(text)).toBe(text);

    expect(redact("My name is Orion Smith")).toBe("My name is [NAME_1]");
    expect(redact("Hi Orion, how are you?")).toBe("Hi [NAME_1], how are you?");
    expect(redact("My Zephyr is broken, says Anna Lind")).toBe("My Zephyr is broken, says [NAME_1]");
    expect(redactIn([])("My Zephyr is broken")).toBe("My [NAME_1] is broken");
  });

  it("[F32] are words that stand in running texts as a place's do, or in small letters", () => {
    const island = [
      "You land at the pier of Little Holm.",
      "We sail to Little Holm; fares differ.",
      "All fares are on board.",
      "No boat to Little Holm, and no fares.",
    ];
    expect(productNamesInTexts(island, shipped).sort()).toEqual(["fares", "holm"]);
    expect(productNamesInTexts(island.slice(0, 2), shipped)).toEqual([]);
    expect(productNamesInTexts([], shipped)).toEqual([]);

    const redact = redactIn(productNamesInTexts(island, shipped));
    for (const text of [island[0]!, "Fares and tickets > Vehicle fares"]) expect(redact(text)).toBe(text);
    expect(redact("My name is Karl Holm. Is Mr Holm in?")).toBe("My name is [NAME_1]. Is Mr [NAME_1] in?");
  });

  it("[F32] are no people whom a documentation names, greets or writes to, however often", () => {
    const texts = [
      "Ask Anna Lind",
      "Write to anna.lind@example.com",
      "Hello Lind, how are you?",
      "Ask Lind.",
      "lind_lind",
    ];
    const often = texts.flatMap((text) => [text, `${text} again`, `Please: ${text}`]);
    expect(productNamesInTexts(often, shipped)).toEqual([]);
  });

  it("[F32] take nothing from the rules where there are none", () => {
    expect(redactIn(["", "  ", "…"])("Anna Lind called")).toBe("[NAME_1] called");
  });
});
