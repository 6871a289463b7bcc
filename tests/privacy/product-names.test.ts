import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { productNamesIn, withoutProductNames } from "../../src/privacy/product-names.ts";
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

  it("[F32] take nothing from the rules where there are none", () => {
    expect(redactIn(["", "  ", "…"])("Anna Lind called")).toBe("[NAME_1] called");
  });
});
