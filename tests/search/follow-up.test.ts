import { describe, expect, it } from "@jest/globals";
import { pagesOf, searchable } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

describe("a follow-up in the search", () => {
  it("[A14] finds by carried words what its own words leave open, and its own words count for more", async () => {
    const knowledge = await searchable({
      folder,
      pages: pagesOf({
        "battery.md": "Charge the battery overnight.",
        "lamp.md": "Charge the lamp by day.",
        "saddle.md": "The saddle is blue.",
      }),
    });
    const best = async (text: string, carried: Map<string, number>) =>
      (await knowledge.search({ text, carried, limit: 3 })).hits[0]?.passage.path;

    expect(await best("how do I charge it?", new Map([["lamp", 0.15]]))).toBe("lamp.md");
    expect(await best("how do I charge it?", new Map([["battery", 0.15]]))).toBe("battery.md");
    expect(await best("and the saddle?", new Map([["battery", 0.15]]))).toBe("saddle.md");
  });
});
