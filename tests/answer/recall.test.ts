import { describe, expect, it } from "@jest/globals";
import { isRecalled, recall } from "../../src/answer/recall.ts";
import type { Hit } from "../../src/search/knowledge.ts";
import { passage } from "../support/passage.ts";

const hit = (path: string, score: number): Hit => ({ passage: passage({ path, text: path }), score, signals: {} });
const result = { hits: [hit("new.md", 1), hit("old.md", 0.6)], support: { score: 1, parts: {} } };
const found = new Map([
  [result.hits[1]!.passage.id, { hit: result.hits[1]!, weight: 1 }],
  [hit("gone.md", 1).passage.id, { hit: hit("gone.md", 1), weight: 0.4 }],
]);
const paths = ({ hits }: { hits: Hit[] }) => hits.map((one) => one.passage.path);

describe("recalling what earlier questions found", () => {
  it("[A36] puts it first in a small documentation, with what this search did not find", () => {
    const recalled = recall(result, found, 0.7, 100);

    expect(paths(recalled.result)).toEqual(["old.md", "new.md", "gone.md"]);
    expect(isRecalled(recalled.result.hits[0], recalled.found)).toBe(true);
  });

  it("[A36] does less the larger the documentation is, and nothing in a large one", () => {
    const gained = [500, 1_000, 2_000].map((passages) => {
      const { hits } = recall(result, found, 0.7, passages).result;
      return hits.find((one) => one.passage.path === "old.md")!.score;
    });

    expect(gained).toEqual([...gained].sort((one, other) => other - one));
    expect(recall(result, found, 0.7, 3_000).result).toBe(result);
    expect(isRecalled(result.hits[1], recall(result, found, 0.7, 3_000).found)).toBe(false);
  });

  it("[A36] does not count as found what was only found beside it", () => {
    expect(isRecalled(hit("gone.md", 1), found)).toBe(false);
    expect(isRecalled(undefined, found)).toBe(false);
  });
});
