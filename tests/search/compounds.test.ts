import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { pagesOf, searchable } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
let indexes = 0;

async function readingsOver(texts: Record<string, string | string[]>) {
  const { readings } = await searchable({ folder: `${folder}/${indexes++}`, pages: pagesOf(texts) });
  return readings;
}

describe("words written together or apart", () => {
  it("[R25] are proposed as one word where the documentation writes that more often", async () => {
    const readings = await readingsOver({
      "backup.md": ["Make a backup each night.", "Restore a Backup.", "Back up before you upgrade."],
      "tuning.md": ["Fine-tuning helps.", "What is fine tuning?", "See finetuning.py, the finetuning script."],
      "editor.md": "Open the editor to change a page.",
    });

    expect(readings("How do I back up?")).toEqual(["How do I backup?"]);
    expect(readings("Where does a BACK-UP lie?")).toEqual(["Where does a BACKUP lie?"]);
    expect(readings("What is fine tuning?")).toEqual([]);
    expect(readings("Can I edit or delete a page?")).toEqual(["Can I editor delete a page?"]);
    expect(readings("Is it back? Up to you.")).toEqual([]);
  });

  it("[R25] are proposed as two words where no page holds the one and some hold the two side by side", async () => {
    const readings = await readingsOver({
      "fields.md": "The front matter names the title. Log in first.",
      "start.md": "On-boarding takes a day. It stays as set in the plan. The matter is in front of you.",
    });

    expect(readings("Which Frontmatter fields are there?")).toEqual(["Which front matter fields are there?"]);
    expect(readings("login")).toEqual(["log in"]);
    expect(readings("How long is onboarding?")).toEqual(["How long is on boarding?"]);
    expect(readings("What is an asset?")).toEqual([]);
    expect(readings("matterfront")).toEqual([]);
    expect(readings("What does the title say?")).toEqual([]);
  });

  it("[R25] are not made of function words alone, of numbers, or for a long message", async () => {
    const readings = await readingsOver({ "bean.md": "A bean is planted in May; v2 is out, and abc123 too." });

    expect(readings("There must be an error.")).toEqual([]);
    expect(readings("abc 123")).toEqual([]);
    const { length } = readings(`plant the be-an ${"x".repeat(300)}`);
    expect(length).toBe(0);
  });

  it("[R25] are at most three readings, whatever is asked", async () => {
    const readings = await readingsOver({ "a.md": ["backup setup", "checkout lookup login", "time out"] });

    expect(readings("back up, set up, check out, look up, log in, timeout")).toHaveLength(3);
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => readings(text).length <= 3));
  });
});
