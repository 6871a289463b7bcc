import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { en } from "../../client/widget/languages/en.ts";
import { chooseLanguage, fill } from "../../client/widget/languages/phrases.ts";

const FOLDER = new URL("../../client/public/languages/", import.meta.url);
const files = readdirSync(FOLDER);

describe("the widget's languages", () => {
  it("[U20] are English and at least four more", () => {
    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const file of files) expect(chooseLanguage(codeOf(file)).code).toBe(codeOf(file));
  });

  it.each(files)("[U20] %s says everything that English says, with the same values", (file) => {
    const phrases = JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Record<string, string>;

    expect(Object.keys(phrases)).toEqual(Object.keys(en));
    for (const [name, english] of Object.entries(en)) {
      expect([name, slotsOf(phrases[name]!)]).toEqual([name, slotsOf(english)]);
    }
  });

  it.each([
    ["de-AT", "de", "ltr"],
    ["AR", "ar", "rtl"],
    ["tlh", "en", "ltr"],
    ["", "en", "ltr"],
    ["constructor", "en", "ltr"],
  ])("[U20] serves %j in %s, %s", (tag, code, direction) => {
    expect(chooseLanguage(tag)).toEqual({ code, direction });
  });

  it("fill in values", () => {
    expect(fill("{n} of {all}", { n: 2 })).toBe("2 of {all}");
  });
});

function codeOf(file: string): string {
  return file.replace(".json", "");
}

function slotsOf(phrase: string): string[] {
  return (phrase.match(/\{\w+\}/g) ?? []).sort();
}
