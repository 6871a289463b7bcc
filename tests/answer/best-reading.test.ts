import { beforeAll, describe, expect, it } from "@jest/globals";
import { bestReading } from "../../src/answer/best-reading.ts";
import { findPassages } from "../../src/answer/find-passages.ts";
import type { Knowledge } from "../../src/search/knowledge.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { pagesOf, searchable } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const ask = (text: string, knowledge: Knowledge) =>
  findPassages({
    question: { text, history: [] },
    knowledge,
    aids: null,
    caution: 50,
    signal: new AbortController().signal,
  });

/** Support by the text that is searched for; known from .5 on. */
function supporting(scores: Record<string, number>) {
  const asked: string[] = [];
  const knowledge = {
    ...fixedKnowledge([]),
    readings: (text: string) => Object.keys(scores).filter((other) => other !== text),
    async search({ text }: { text: string }) {
      asked.push(text);
      return { hits: [], support: { score: scores[text]!, parts: {} } };
    },
  };
  return { knowledge, asked };
}

describe("a question whose words the documentation writes together or apart", () => {
  let knowledge: Knowledge;
  beforeAll(async () => {
    knowledge = await searchable({
      folder,
      pages: pagesOf({
        "backup.md": ["Make a backup each night with cron.", "Restore a backup after a crash."],
        "inbox.md": ["Give a conversation back to the bot.", "Go back to the list with Escape."],
        "fields.md": ["The front matter holds title and tags."],
      }),
    });
  });

  it("[A33] finds what is written as one word when two were asked, and the reverse", async () => {
    const back = await ask("How do I back up?", knowledge);
    expect(back.found.hits[0]?.passage.path).toBe("backup.md");
    expect(back.understood.text).toBe("How do I backup?");

    const { found, understood } = await ask("frontmatter", knowledge);
    expect(found.hits[0]?.passage.path).toBe("fields.md");
    expect(understood.text).toBe("front matter");
  });

  it("[A33] stays as it was asked where that is covered as well, or the other reading is not known", async () => {
    const taken = async (asked: number, other: number) =>
      bestReading("edit or", supporting({ "edit or": asked, editor: other }).knowledge);

    expect(await taken(0.3, 0.7)).toBe("editor");
    expect(await taken(0.3, 0.45)).toBe("edit or");
    expect(await taken(0.65, 0.7)).toBe("edit or");
    expect(await taken(0.9, 0.2)).toBe("edit or");
  });

  it("[A33] takes the best of several readings, and searches for nothing more where there is none", async () => {
    const three = supporting({ "a b c": 0.1, "ab c": 0.6, "a bc": 0.8 });
    expect(await bestReading("a b c", three.knowledge)).toBe("a bc");

    const none = supporting({ "a b c": 0.1 });
    expect(await bestReading("a b c", none.knowledge)).toBe("a b c");
    expect(none.asked).toEqual([]);
  });
});
