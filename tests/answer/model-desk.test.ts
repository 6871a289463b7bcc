import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { answerDesk, type HistoryTurn } from "../../src/answer/answer-question.ts";
import { readPrompt } from "../../src/answer/prompt-file.ts";
import { projectRoot } from "../../src/config.ts";
import { openChatModel } from "../../src/models/open-chat-model.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import * as server from "../support/openai/behaviours.ts";
import { type OpenaiServer, openaiServer } from "../support/openai-server.ts";
import { passage } from "../support/passage.ts";

const promptFolder = join(projectRoot(), "src/answer/prompts");
const GOOD = "It is under the saddle [1].";
const tagged = (answer: string) => `<private-notes>SECRET</private-notes><customer-answer>${answer}</customer-answer>`;
const turn = (author: HistoryTurn["author"], text: string): HistoryTurn => ({ author, text });

let openai: OpenaiServer;
beforeAll(async () => {
  openai = await openaiServer();
});
afterAll(() => openai.close());
afterEach(() => {
  expect(openai.violations).toEqual([]);
  openai.reset();
});

type Desk = {
  passages?: string[];
  support?: number;
  apiKey?: string;
  baseUrl?: string;
  aids?: boolean;
  late?: boolean;
};

async function desk({ passages = ["The power switch is under the saddle."], support, aids, late, ...own }: Desk = {}) {
  const settings = {
    baseUrl: openai.url,
    apiKey: openai.key,
    model: "small",
    timeoutSeconds: 120,
    promptTokens: 4_000,
  };
  const model = (await openChatModel({ ...settings, ...own }, { report() {}, random: () => 0 }))!;
  const found = passages.map((text, n) => passage({ text, path: `page-${n + 1}.md` }));
  const knowledge = fixedKnowledge(found, support);
  const aid = (name: string) => ({
    model,
    prompt: readPrompt(promptFolder, name),
    productName: "Lumo",
    promptTokens: 4_000,
    deadline: () => (late ? AbortSignal.abort() : new AbortController().signal),
  });
  const answer = answerDesk({
    knowledge: { current: () => knowledge },
    writer: { model, prompt: readPrompt(promptFolder, "answer"), promptTokens: 4_000 },
    aids: aids ? { rewrite: aid("rewrite-question"), rerank: aid("rerank") } : { rewrite: null, rerank: null },
    productName: "Lumo",
    contactText: "Write to us.",
    caution: 50,
    now: () => 0,
    pace: async () => {},
  });

  const ask = async (text: string, history: HistoryTurn[] = []) => {
    let screen = "";
    const options = {
      signal: new AbortController().signal,
      onDelta: (piece: string) => {
        screen += piece;
      },
      onRestart: () => {
        screen = "";
      },
    };
    return { ...(await answer({ text, history }, options)), screen };
  };
  return { ask, knowledge };
}

describe("the answer desk with a model", () => {
  it("[M46] gives the model's answer with its citations, and records what was sent", async () => {
    openai.next(server.says(tagged(GOOD)));

    const answer = await (await desk()).ask("Where is the power switch?");

    expect(answer).toMatchObject({ outcome: "answered", route: "documentation", text: GOOD, screen: GOOD });
    expect(answer.citations).toMatchObject([{ marker: 1, path: "page-1.md" }]);
    expect(answer.record).toMatchObject({
      modelId: "openai:small",
      fallbacks: [],
      tokens: { prompt: 11, completion: 7 },
    });
    expect(answer.record.promptVersion).toMatch(/^answer@/);
    expect(answer.record.messages).toEqual(openai.requests[0]?.messages);
  });

  it("[M46] takes away a citation that the model made up", async () => {
    openai.next(server.says(tagged("It is under the saddle [1], as always [7].")));

    const answer = await (await desk()).ask("Where is the power switch?");

    expect(answer).toMatchObject({ text: "It is under the saddle [1], as always.", citations: [{ marker: 1 }] });
    expect(answer.record.fallbacks).toContain("citations-removed");
  });

  it.each([
    ["claims something", "It is on the roof."],
    ["claims something, with a source that it made up", "It is on the roof [7]."],
    ["claims something and asks", "It is on the roof. Do you see it?"],
    ["claims something in a question", "Did you know that the roof opens at 7 o'clock?"],
    ["names a source in code alone", "It is on the roof, `[1]`."],
    ["finds nothing, in words of its own", "Sorry, there is nothing about a roof."],
  ])("[M77] quotes the documentation when the model %s and cites no passage", async (_, reply) => {
    openai.next(server.says(tagged(reply)));

    const answer = await (await desk()).ask("Where is the power switch?");

    expect(answer).toMatchObject({ outcome: "answered", citations: [{ marker: 1, path: "page-1.md" }] });
    expect(answer).not.toHaveProperty("writer");
    expect(answer.text).toContain("The power switch is under the saddle.");
    expect(answer.screen).toBe(answer.text);
    expect(answer.record.fallbacks).toEqual(["model-unsourced"]);
  });

  it.each(["Which lamp do you have?", "¿Qué lámpara tienes?", "您用的是哪一款灯？"])(
    "[M77] lets a model that only asks back do so: %s",
    async (reply) => {
      openai.next(server.says(tagged(reply)));

      const answer = await (await desk()).ask("Where is the power switch?");

      expect(answer).toMatchObject({ outcome: "answered", text: reply, citations: [], writer: "prompted-model" });
    },
  );

  it.each([
    ["is busy", server.fails(429), "model-rate-limited", 3],
    ["breaks down", server.fails(500), "model-unavailable", 3],
    ["says nothing", server.endsEmpty, "model-empty", 3],
    ["drops the connection", server.cutsAfter(700, tagged(GOOD)), "model-cut-off", 3],
    ["sends rubbish", server.sendsMalformed("{"), "model-malformed", 3],
    ["ignores the format", server.says("<private-notes>SECRET"), "model-malformed", 1],
    ["forbids the key", server.fails(403), "model-bad-key", 1],
    ["does not know the model", server.fails(404), "model-rejected", 1],
  ])("[M47] quotes the documentation when the model %s, and notes it", async (_, behaviour, note, calls) => {
    openai.next(behaviour);

    const answer = await (await desk()).ask("Where is the power switch?");

    expect(answer).toMatchObject({ outcome: "answered", route: "documentation" });
    expect(answer.text).toContain("The power switch is under the saddle.");
    expect(answer.screen).toBe(answer.text);
    expect(answer.record.fallbacks).toEqual([note]);
    expect(openai.requests).toHaveLength(calls);
    expect(JSON.stringify(answer)).not.toMatch(/SECRET|at .*\.ts:\d+|HTTP 4/);
  });

  it("[M47] quotes the documentation when nobody is there", async () => {
    const gone = await openaiServer();
    await gone.close();

    const answer = await (await desk({ baseUrl: gone.url })).ask("Where is the power switch?");

    expect(answer).toMatchObject({ outcome: "answered", record: { fallbacks: ["model-unavailable"] } });
  });

  it("[M48] ends refused when the model refuses, and no-answer when it finds none", async () => {
    openai.next(server.refuses("I will not."));
    expect(await (await desk()).ask("Where is the power switch?")).toMatchObject({ outcome: "refused" });

    openai.next(server.says("<no-answer/>"));
    expect(await (await desk()).ask("Where is the power switch?")).toMatchObject({ outcome: "no-answer" });
  });

  it("[A28] leaves it to the model whether a passage answers that may or may not", async () => {
    openai.next(server.says(tagged(GOOD)));
    expect(await (await desk({ support: 0.3 })).ask("Where do I turn it on?")).toMatchObject({
      outcome: "answered",
      text: GOOD,
    });

    openai.next(server.says("<no-answer/>"));
    const { outcome, text } = await (await desk({ support: 0.3 })).ask("Where do I turn it on?");
    expect(outcome).toBe("no-answer");
    expect(text).toMatch(/^I could not find this/);
  });

  it("[A28] quotes in doubt when the model that should decide fails", async () => {
    openai.next(server.fails(403));

    const answer = await (await desk({ support: 0.3 })).ask("Where do I turn it on?");

    expect(answer.outcome).toBe("no-answer");
    expect(answer.text).toMatch(/^I am not sure that this answers your question:/);
    expect(answer.text).toContain("The power switch is under the saddle.");
  });

  it("[M48] asks no model when the documentation knows nothing", async () => {
    const answer = await (await desk({ passages: [] })).ask("Where is the power switch?");

    expect(answer.outcome).toBe("no-answer");
    expect(openai.requests).toHaveLength(0);
  });
});

describe("a model that helps before the answer", () => {
  const LEFT = "The left lever shifts the chain.";
  const RIGHT = "The right lever moves the brake.";
  const talk = [turn("customer", "Where is the power switch?"), turn("bot", GOOD)];

  it("[M49] completes a follow-up: the search gets the rewritten question, the answer's model the customer's own", async () => {
    openai.next(
      server.says("<question>What colour is the power switch?</question>"),
      server.says("<ranking>1</ranking>"),
      server.says(tagged(GOOD)),
    );
    const { ask, knowledge } = await desk({ aids: true });

    const answer = await ask("and its colour?", talk);

    expect(knowledge.asked).toContain("What colour is the power switch?");
    expect(answer.record.understood).toEqual({ text: "What colour is the power switch?", topic: null });
    expect(openai.requests.at(-1)?.messages.at(-1)?.content).toContain("and its colour?");
    expect(answer.record.fallbacks).toEqual([]);
  });

  it("[M49] rewrites no first question", async () => {
    openai.next(server.says("<ranking>1</ranking>"), server.says(tagged(GOOD)));

    await (await desk({ aids: true })).ask("Where is the power switch?");

    expect(openai.requests).toHaveLength(2);
  });

  it("[M50] sorts the best passages in one call; the others keep their order", async () => {
    openai.next(server.says("<ranking>3 3 9 x</ranking>"), server.says(tagged("The brake [1].")));

    const answer = await (await desk({ passages: [LEFT, "Nothing here.", RIGHT], aids: true })).ask(
      "Which lever brakes?",
    );

    expect(answer.citations).toMatchObject([{ marker: 1, path: "page-3.md" }]);
    expect(answer.record.passages.map(({ path }) => path)).toEqual(["page-3.md", "page-1.md", "page-2.md"]);
    expect(answer.record.passages.map(({ score }) => score)).toEqual([1, 1 / 2, 1 / 3]);
  });

  it.each([
    ["fails", server.fails(401), "rerank-bad-key"],
    ["names no passage", server.says("<ranking></ranking>"), "rerank-undecided"],
    ["says something else", server.says("The third one."), "rerank-malformed"],
  ])("[M51] leaves the search's order when it %s", async (_, behaviour, note) => {
    openai.next(behaviour, server.says(tagged("The brake [1].")));

    const answer = await (await desk({ passages: [LEFT, RIGHT], aids: true })).ask("Which lever brakes?");

    expect(answer.record.passages.map(({ path }) => path)).toEqual(["page-1.md", "page-2.md"]);
    expect(answer.record.fallbacks).toEqual([note]);
    expect(answer.text).toBe("The brake [1].");
  });

  it("[M51] is not waited for when its time is over", async () => {
    openai.next(server.says(tagged(GOOD)));

    const answer = await (await desk({ aids: true, late: true })).ask("and its colour?", talk);

    expect(answer.record.fallbacks).toEqual(["rewrite-timeout", "rerank-timeout"]);
    expect(answer.text).toBe(GOOD);
  });

  it.each([
    ["is empty", "<question> </question>"],
    ["is a lecture", `<question>${"so ".repeat(200)}</question>`],
    ["has no question", "What colour?"],
  ])("[M51] a rewrite that %s is not used", async (_, reply) => {
    openai.next(server.says(reply), server.says("<ranking>1</ranking>"), server.says(tagged(GOOD)));

    const answer = await (await desk({ aids: true })).ask("and its colour?", talk);

    expect(answer.record.fallbacks).toEqual(["rewrite-malformed"]);
  });
});
