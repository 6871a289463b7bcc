import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { answerDesk, type HistoryTurn } from "../../src/answer/answer-question.ts";
import { WORDS_AT_ONCE } from "../../src/answer/stream.ts";
import type { Knowledge } from "../../src/search/knowledge.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";

const returns = passage({
  path: "returns.md",
  anchor: "how-long",
  title: "Returns",
  headings: ["How long"],
  text: "You can return a bicycle within 30 days. The saddle must be clean.",
});

type Desk = { knowledge?: Knowledge; support?: number; caution?: number; stopAfter?: number; staffed?: boolean };

function helpDesk({
  knowledge = fixedKnowledge([returns]),
  support = 1,
  caution = 50,
  stopAfter,
  staffed = false,
}: Desk = {}) {
  const controller = new AbortController();
  const deltas: string[] = [];
  let clock = 0;
  const supported: Knowledge = {
    ...knowledge,
    search: async (query) => ({ ...(await knowledge.search(query)), support: { score: support, parts: {} } }),
  };
  const answer = answerDesk({
    knowledge: { current: () => supported },
    writer: null,
    productName: "Lumo",
    contactText: "Write to us.",
    caution,
    now: () => clock++,
    pace: async () => {
      if (deltas.length === stopAfter) controller.abort();
    },
  });
  const ask = (text: string, history: HistoryTurn[] = [], forStaff = false) =>
    answer(
      { text, history, staffed: async () => staffed, forStaff },
      { signal: controller.signal, onDelta: (piece) => deltas.push(piece), onRestart: () => {} },
    );
  return { ask, deltas };
}

describe("the answer desk without a model", () => {
  it("[A1] quotes the documentation with its citation", async () => {
    const { ask, deltas } = helpDesk();

    const answer = await ask("How long can I return the bicycle?");

    expect(answer).toMatchObject({ outcome: "answered", route: "documentation" });
    expect(answer.text).toContain("You can return a bicycle within 30 days.");
    expect(answer.citations).toMatchObject([
      { marker: 1, path: "returns.md", source: "/docs/returns.md#how-long", heading: "How long" },
    ]);
    expect(deltas.join("")).toBe(answer.text);
    expect(deltas.length).toBeGreaterThan(1);
  });

  it("[A9] says that it does not know, names the nearest pages and offers a person", async () => {
    const answer = await helpDesk({ support: 0.2 }).ask("Do you sell boats?");

    expect(answer).toMatchObject({ outcome: "no-answer", route: "documentation", citations: [{ path: "returns.md" }] });
    expect(answer.record.fallbacks).toEqual([]);
    expect(answer.text).toBe(
      "I could not find this in the documentation. The closest pages are:\n\n- Returns > How long [1]\n\nIf you would rather talk to a person, just say so.",
    );
  });

  it("[A28, O19] quotes what may answer, says that it may not, and counts it as no answer", async () => {
    const answer = await helpDesk({ support: 0.3 }).ask("How long can I return the bicycle?");

    expect(answer).toMatchObject({ outcome: "no-answer", citations: [{ marker: 1, path: "returns.md" }] });
    expect(answer.record.fallbacks).toEqual(["in-doubt"]);
    expect(answer.text).toMatch(/^I am not sure that this answers your question:\n\n\*\*How long\*\*/);
    expect(answer.text).toContain("You can return a bicycle within 30 days.");
    expect(answer.text).toMatch(/If you would rather talk to a person, just say so\.$/);
  });

  it("[A39] quotes to staff what may answer without words for a customer", async () => {
    const desk = helpDesk({ support: 0.3 });
    const [customers, staffs] = [
      await desk.ask("How long can I return the bicycle?"),
      await desk.ask("How long can I return the bicycle?", [], true),
    ];

    expect(staffs).toMatchObject({ outcome: "no-answer", citations: customers.citations });
    expect(staffs.text).toMatch(/^\*\*How long\*\*\n\nYou can return a bicycle within 30 days\./);
    expect(customers.text).toBe(
      `I am not sure that this answers your question:\n\n${staffs.text}\n\nIf you would rather talk to a person, just say so.`,
    );
  });

  it("[A36] quotes in doubt what a follow-up that only points back may mean", async () => {
    const history: HistoryTurn[] = [{ author: "customer", text: "How long can I return the bicycle?" }];
    const desk = helpDesk({ support: 0.1 });

    expect((await desk.ask("and by emperors?", history)).text).toMatch(
      /^I am not sure that this answers your question:/,
    );
    expect((await desk.ask("Are emperors welcome?", history)).text).toMatch(/^I could not find this/);
    expect((await desk.ask("and by emperors?")).text).toMatch(/^I could not find this/);
  });

  it("[A36] quotes in doubt only what a follow-up points to", async () => {
    const other = passage({ path: "trial.md", headings: ["Trial"], text: "Try a bicycle for 30 days, by emperors." });
    const history: HistoryTurn[] = [{ author: "customer", text: "How long can I return the bicycle?" }];
    const { citations } = await helpDesk({ knowledge: fixedKnowledge([returns, other]), support: 0.1 }).ask(
      "and by emperors?",
      history,
    );

    expect(citations.map(({ path }) => path)).toEqual(["returns.md"]);
  });

  it("[A28] is in doubt in the customer's language", async () => {
    const { text } = await helpDesk({ support: 0.3 }).ask("Wie kann ich das Fahrrad zurückgeben?");

    expect(text).toContain("Ich bin nicht sicher");
  });

  it("[A28] doubts with the caution that is set", async () => {
    const outcomeAt = async (support: number, caution: number) =>
      (await helpDesk({ support, caution }).ask("How long can I return the bicycle?")).text.split(" ", 4).join(" ");

    expect(await outcomeAt(0.3, 100)).toBe("I could not find");
    expect(await outcomeAt(0.6, 100)).toBe("I am not sure");
    expect(await outcomeAt(0.3, 25)).not.toContain("I am not sure");
  });

  it("[A9] speaks the customer's language when it does not know", async () => {
    const { text } = await helpDesk({ support: 0.2 }).ask("Wie kann ich ein Boot bei Ihnen kaufen?");

    expect(text).toContain("nicht gefunden");
  });

  it("[A9] names no page when nothing was found at all", async () => {
    const answer = await helpDesk({ knowledge: fixedKnowledge([]) }).ask("Do you sell boats?");

    expect(answer).toMatchObject({ outcome: "no-answer", citations: [] });
    expect(answer.text).not.toContain("closest");
  });

  it("[A10] answers a greeting without a search", async () => {
    const knowledge = fixedKnowledge([returns]);

    expect(await helpDesk({ knowledge }).ask("Hello!")).toMatchObject({
      outcome: "answered",
      route: "small-talk",
      text: "Hello! What would you like to know about Lumo?",
      citations: [],
    });
    expect(knowledge.asked).toEqual([]);
  });

  it("[A12] hands over to a person with the contact text", async () => {
    expect(await helpDesk().ask("I want to talk to a human")).toMatchObject({
      outcome: "handed-off",
      route: "person",
      text: "Write to us.",
    });
  });

  it("[A12] says that the request is passed on, in its language, where there are staff whom it reaches", async () => {
    expect(await helpDesk({ staffed: true }).ask("Ich möchte mit einem Menschen sprechen")).toMatchObject({
      outcome: "handed-off",
      text: "Ich gebe das an unser Team weiter.",
    });
  });

  it("[A17] stops with the text so far, and cites only what was shown", async () => {
    const answer = await helpDesk({ stopAfter: 1 }).ask("How long can I return the bicycle?");

    expect(answer).toMatchObject({ outcome: "stopped", citations: [] });
    expect(answer.text.trim().split(/\s+/)).toHaveLength(WORDS_AT_ONCE);
  });

  it("[A18] always answers at caution 0, and turns more away the higher it is set", async () => {
    const outcomeAt = async (caution: number) => (await helpDesk({ support: 0.5, caution }).ask("saddle")).outcome;

    expect(await outcomeAt(0)).toBe("answered");
    expect(await outcomeAt(50)).toBe("answered");
    expect(await outcomeAt(60)).toBe("no-answer");
  });

  it("[A19] records what the answer was made from", async () => {
    const history: HistoryTurn[] = [
      { author: "customer", text: "Can I return the bicycle?" },
      { author: "bot", text: "Yes." },
    ];

    const { record } = await helpDesk().ask("and the saddle?", history);

    expect(record).toMatchObject({
      history,
      understood: { text: "and the saddle?", topic: expect.stringContaining("bicycle") },
      knowledgeVersion: "fixed",
      passages: [{ id: returns.id, hash: returns.hash, path: "returns.md", score: expect.any(Number) }],
      support: { score: 1, threshold: 0.5 },
      modelId: null,
      messages: [],
    });
    expect(Object.keys(record.timings)).toEqual(["wait", "retrieve", "generate", "stream"]);
  });

  it("ends every text in exactly one outcome", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 300 }), async (text) => {
        const { outcome, citations, text: said } = await helpDesk().ask(text);
        expect(["answered", "no-answer", "handed-off"]).toContain(outcome);
        for (const { marker } of citations) expect(said).toContain(`[${marker}]`);
      }),
      { numRuns: 50 },
    );
  });
});
