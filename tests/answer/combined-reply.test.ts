import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { examplesOf } from "../../finetune/build/examples-of.ts";
import { combinedRows } from "../../finetune/train/combined-rows.ts";
import { answerDesk } from "../../src/answer/answer-question.ts";
import { projectRoot } from "../../src/config.ts";
import { casePrints } from "../../src/intents/case-prints.ts";
import { registryReplies } from "../../src/intents/registry-replies.ts";
import type { ServedModel } from "../../src/intents/served-model.ts";
import { estimateTokens } from "../../src/models/count-tokens.ts";
import { emptyRegistry } from "../../src/models/registry.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { findPersonalData, redact } from "../../src/privacy/redact.ts";
import { slotValues } from "../../src/privacy/slot-values.ts";
import { fakeEmbedder } from "../support/fake-embedder.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { type Script, scriptedChatModel } from "../support/scripted-chat-model.ts";
import { scriptedClassifier } from "../support/scripted-classifier.ts";

const returns = passage({ path: "returns.md", anchor: "how-long", text: "You can return a bicycle within 30 days." });
const knowledge = fixedKnowledge([passage({ path: "other.md", text: "A bicycle has two wheels." }), returns]);
const QUESTION = "How long can I return a bicycle? Write to anna.lind@example.com.";
const prompt = readFileSync(join(projectRoot(), "finetune/train/combined-prompt.md"), "utf8").trim();
const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };
const LEARNT = redact([QUESTION], rules).texts[0]!;
const said = (text: string) => `<customer-answer>\n${text}\n</customer-answer>`;

async function ask(script: Script[], changes: Partial<ServedModel> = {}) {
  const model = scriptedChatModel(script);
  const server: ServedModel = {
    ...{ url: "http://there/v1", name: "tuned", bound: "match", system: prompt },
    writes: { returns: [{ passageId: returns.id, hash: returns.hash }] },
    cases: casePrints(["As agreed with you the code for your locker is quokka."], []),
    ...changes,
  };
  const tuned = registryReplies({
    registry: () => ({
      ...emptyRegistry,
      serving: { returns: { model: "m1", share: 1, previous: null, reason: "better" } },
    }),
    model: (id) => ({ id, classifier: scriptedClassifier({ [LEARNT]: "returns" }), replies: {}, wordings: {}, server }),
    embedder: fakeEmbedder(),
    chat: async () => model,
    promptTokens: 4_000,
    redact: (texts) => redact(texts, rules).texts,
    slotValues: (texts) => slotValues(texts, rules),
    personal: (text) => findPersonalData([text], rules)[0]!.map(({ start, end }) => text.slice(start, end)),
  });
  const answerQuestion = answerDesk({
    knowledge: { current: () => knowledge },
    ...{ writer: null, tuned, productName: "Shop", contactText: "Call us.", caution: 50 },
    now: () => 0,
    pace: () => Promise.resolve(),
  });
  const shown: string[] = [];
  const options = { signal: new AbortController().signal, onDelta: (text: string) => shown.push(text) };
  const answer = await answerQuestion(
    { text: QUESTION, history: [] },
    { ...options, onRestart: () => shown.push("↺") },
  );
  return { answer, model, shown: shown.join("") };
}

describe("a tuned model that writes with passages in sight", () => {
  it("[L20] answers with the words of the model, its sources, and who wrote it", async () => {
    const { answer, shown } = await ask([said("You have 30 days for it [2].")]);

    expect(answer).toMatchObject({ route: "combined", writer: "tuned-model", text: "You have 30 days for it [2]." });
    expect(answer.citations).toMatchObject([{ marker: 2, path: "returns.md" }]);
    expect(answer.record).toMatchObject({ modelId: "served:tuned@m1", intent: { name: "returns" } });
    expect(shown).toBe(answer.text);
  });

  it("[L20] is asked as its training rows asked it, and without personal data", async () => {
    const { model } = await ask([said("You have 30 days [2].")]);
    const [example] = examplesOf({
      conversation_id: "c",
      turns: [
        { role: "customer", text: LEARNT, intent: "returns" },
        {
          role: "agent",
          text: "You can return a bicycle within 30 days [1].",
          review: { verdict: "approved" },
          passages: [{ passageId: returns.id, hash: returns.hash }],
        },
      ],
    });
    const ports = {
      knowledge,
      prompt,
      productName: "Shop",
      promptTokens: 4_000,
      countTokens: estimateTokens,
      caution: 50,
    };
    const { examples, system } = await combinedRows([example!], ports);

    expect(model.calls[0]).toEqual([{ role: "system", content: system }, ...examples[0]!.messages]);
    expect(JSON.stringify(model.calls)).not.toContain("anna.lind");
    // Its passage stands second here, so that the model learns to cite what it sees.
    expect(examples[0]!.completion).toBe(said("You can return a bicycle within 30 days [2]."));
  });

  it("[L20] learns no reply that says more than its passages, cites changed ones, or ones that the search does not find", async () => {
    const [cited] = [{ passageId: returns.id, hash: returns.hash }];
    const logged = (text: string, passages: { passageId: string; hash: string }[]) =>
      examplesOf({
        conversation_id: "c",
        turns: [
          { role: "customer", text: "How long?", intent: "returns" },
          { role: "agent", text, review: { verdict: "approved" }, passages },
        ],
      })[0]!;
    const elsewhere = passage({ path: "hidden.md", text: "You can return a bicycle within 30 days." });
    const found = { ...knowledge, passage: (id: string) => (id === elsewhere.id ? elsewhere : knowledge.passage(id)) };
    const { examples, left } = await combinedRows(
      [
        logged("You can return a bicycle within 30 days [1]. Your locker opens with quokka.", [cited]),
        logged("You can return a bicycle within 30 days [1].", [{ ...cited, hash: "before" }]),
        logged("You can return a bicycle within 30 days.", []),
        logged("You can return a bicycle within 30 days [1].", [{ passageId: elsewhere.id, hash: elsewhere.hash }]),
      ],
      { knowledge: found, prompt, productName: "Shop", promptTokens: 4_000, countTokens: estimateTokens, caution: 50 },
    );

    expect(examples).toEqual([]);
    expect(left).toEqual({ unsupported: 3, "not-found": 1 });
  });

  it.each([
    ["cites nothing", said("You have 30 days."), "unsourced"],
    ["only asks back", said("Which kettle is it?"), "unsourced"],
    ["cites what it made up", said("You have 30 days [7]."), "unsourced"],
    ["names what another customer told", said("Call Ben at +44 20 7946 0018 [2]."), "personal-data"],
    [
      "repeats another customer's case",
      said("As agreed with you the code for your locker is quokka [2]."),
      "another-case",
    ],
    ["leaves a slot that nobody filled", said("Your order [ORDER_3] has 30 days [2]."), "slot-without-value"],
    ["finds no answer", "<no-answer/>", "no-answer"],
  ])("[L21] shows nothing of a reply that %s: the documentation answers", async (_, script, why) => {
    const { answer, shown } = await ask([script]);

    expect(answer).toMatchObject({ route: "documentation", outcome: "answered" });
    expect(answer.record.fallbacks).toContain(`tuned-model-${why}`);
    expect(answer).not.toHaveProperty("writer");
    expect(shown).not.toMatch(/quokka|7946|ORDER/);
  });

  it("[L21] fills what this customer said themselves", async () => {
    const { answer } = await ask([said("We write to [EMAIL_1] within 30 days [2].")]);

    expect(answer.text).toBe("We write to anna.lind@example.com within 30 days [2].");
  });

  it("[L17] leaves the question to the documentation when the server fails", async () => {
    const { answer } = await ask([{ failure: "timeout", detail: "late" }]);

    expect(answer.route).toBe("documentation");
    expect(answer.record.fallbacks).toContain("tuned-model-timeout");
  });

  it("[F13] is not asked once a passage has changed that its replies cite", async () => {
    const { answer, model } = await ask([said("You have 14 days [2].")], {
      writes: { returns: [{ passageId: returns.id, hash: "before" }] },
    });

    expect(answer.route).toBe("documentation");
    expect(answer.record.fallbacks).toContain("tuned-reply-stale");
    expect(model.calls).toEqual([]);
  });
});
