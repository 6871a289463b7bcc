import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type AnswerQuestion, answerDesk, type HistoryTurn } from "../../src/answer/answer-question.ts";
import { ingest } from "../../src/ingest/ingest.ts";
import { indexFolder } from "../../src/ingest/knowledge-folder.ts";
import { knowledgeSource } from "../../src/search/open-knowledge.ts";

const pages: Record<string, string> = {
  "returns.md": "# Returns\n\nYou can return a kettle within 60 days of delivery. Send it back in its box.\n",
  "shipping.md": "# Shipping\n\nWe ship within two working days. Shipping to Europe costs 9 euros.\n",
  "warranty.md": "# Warranty\n\nEvery kettle has a warranty of two years.\n",
  "engraving.md": "# Engraving\n\nWe engrave up to 20 letters on the lid. For a name we take 12 euros.\n",
};

describe("a documentation of four short pages", () => {
  let folder: string;
  let ask: AnswerQuestion;
  const answer = (text: string, history: HistoryTurn[] = []) =>
    ask({ text, history }, { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "switchboard-"));
    const [knowledgeDir, dataDir] = [join(folder, "docs"), join(folder, "data")];
    mkdirSync(knowledgeDir);
    for (const [name, text] of Object.entries(pages)) writeFileSync(join(knowledgeDir, name), text);
    await ingest({ knowledgeDir, dataDir, serve: false });
    ask = answerDesk({
      knowledge: knowledgeSource(() => indexFolder(dataDir, knowledgeDir)),
      writer: null,
      productName: "Kettles",
      contactText: "Write to us.",
      caution: 50,
      now: () => 0,
      pace: () => Promise.resolve(),
    });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ["Can I return a kettle?", "returns.md"],
    ["How much is shipping?", "shipping.md"],
    ["how long is the warranty", "warranty.md"],
  ])("[A21] answers %j: few pages are no reason to say that nothing is known", async (question, path) => {
    const { outcome, citations } = await answer(question);

    expect(outcome).toBe("answered");
    expect(citations[0]?.path).toBe(path);
  });

  it.each(["Do you sell boats?", "Who won the chess tournament in 1998?"])(
    "[A21] does not know %j",
    async (question) => {
      expect(await answer(question)).toMatchObject({ outcome: "no-answer" });
    },
  );

  it("[A16] follows a change of topic, however short the new question is", async () => {
    const history: HistoryTurn[] = [
      { author: "customer", text: "How long is the warranty?" },
      { author: "bot", text: "Every kettle has a warranty of two years." },
    ];

    const { citations, record } = await answer("How much is shipping?", history);

    expect(citations.map(({ path }) => path)).toEqual(["shipping.md"]);
    expect(record.understood.topic).toBeNull();
  });

  it.each(["What does it cost?", "does it cost anything?", "and for a name?", "how many?"])(
    "[A36] looks for %j where the question before was answered",
    async (text) => {
      const { citations } = await answer(text, [{ author: "customer", text: "Do you engrave kettles?" }]);

      expect(citations[0]?.path).toBe("engraving.md");
    },
  );

  it("[A36] answers a new question that points to nothing as if it came first", async () => {
    const history: HistoryTurn[] = [{ author: "customer", text: "Do you engrave kettles?" }];

    const { text } = await answer("Can I return a kettle?", history);

    expect(text).toBe((await answer("Can I return a kettle?")).text);
  });
});
