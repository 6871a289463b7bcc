import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";

type Reference = { text: string; norm: number; first8: number[] };

const embedder = defaultEmbedder(projectRoot());
const references: Reference[] = JSON.parse(
  readFileSync(join(projectRoot(), "src/search/static-embedder/vectors.json"), "utf8"),
);

describe("the embedder that ships with the product", () => {
  it.each(references)("[V5] gives the reference vector of $text", async ({ text, norm, first8 }) => {
    const [vector] = await embedder.embed([text]);

    expect(Math.hypot(...vector!)).toBeCloseTo(norm, 5);
    for (const [i, expected] of first8.entries()) expect(vector![i]).toBeCloseTo(expected, 5);
  });
});
