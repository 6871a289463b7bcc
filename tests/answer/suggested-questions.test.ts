import { describe, expect, it } from "@jest/globals";
import { suggestedQuestions } from "../../src/answer/suggested-questions.ts";
import type { Passage } from "../../src/search/passage.ts";
import { passage } from "../support/passage.ts";

const section = (path: string, heading: string | null, title = path) =>
  passage({ path, title, headings: heading === null ? [] : [heading], text: `Words of ${path}.` });

/** Finds the passages whose heading or title is asked for, and nothing else. */
function documentation(passages: Passage[], unknown: string[] = []) {
  const searched: string[] = [];
  const titles = new Map(passages.map(({ path, title }) => [path, title]));
  const knowledge = {
    supportThreshold: 0.5,
    page: (path: string) => passages.filter((one) => one.path === path),
    async search({ text }: { text: string }) {
      searched.push(text);
      const hits = passages
        .filter(({ headings, title }) => (headings.at(-1) ?? title) === text || title === text)
        .map((found) => ({ passage: found, score: 1, signals: {} }));
      return { hits, support: { score: unknown.includes(text) ? 0.1 : 1, parts: {} } };
    },
  };
  const pages = [...titles].map(([path, title]) => ({ path, title }));
  return { searched, suggest: (most = 6) => suggestedQuestions({ pages, knowledge, most }) };
}

describe("questions to begin with", () => {
  it("[A31] are the documentation's own headings, one of a page, then its titles", async () => {
    const { suggest } = documentation([
      section("a.md", "Overview", "Returns"),
      section("a.md", "How long may I keep it?", "Returns"),
      section("a.md", "Who pays for the parcel?", "Returns"),
      section("b.md", "Wie lange dauert das?", "Lieferung"),
      section("c.md", null, "Guarantee"),
    ]);

    expect(await suggest()).toEqual(["How long may I keep it?", "Wie lange dauert das?", "Guarantee"]);
    expect(await suggest(1)).toEqual(["How long may I keep it?"]);
  });

  it("[A31] are only what the page itself answers, and nothing where nothing is", async () => {
    const passages = [section("a.md", "How long may I keep it?", "A"), section("b.md", "Do you sell boats?", "B")];

    expect(await documentation(passages, ["Do you sell boats?", "B"]).suggest()).toEqual(["How long may I keep it?"]);
    const twice = [section("a.md", "How long may I keep it?", "A"), section("z.md", "How long may I keep it?", "Z")];
    expect(await documentation(twice, ["Z", "A"]).suggest()).toEqual(["How long may I keep it?"]);
    expect(await documentation([]).suggest()).toEqual([]);
  });

  it("[A31] leave out what is too long or would be parted, and look at few pages of many", async () => {
    const odd = [section("a.md", `${"x".repeat(100)}?`, "One | two"), section("b.md", "This | that?", "y".repeat(100))];
    expect(await documentation(odd).suggest()).toEqual([]);

    const many = Array.from({ length: 3_000 }, (_, at) => section(`p${at}.md`, `What is number ${at}?`));
    const { suggest, searched } = documentation(
      many,
      many.map(({ headings }) => headings[0]!).concat(many.map(({ title }) => title)),
    );
    expect(await suggest()).toEqual([]);
    expect(searched.length).toBeLessThanOrEqual(60);
  });
});
