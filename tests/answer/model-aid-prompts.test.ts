import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readPrompt } from "../../src/answer/prompt-file.ts";
import { rerank } from "../../src/answer/rerank.ts";
import { rewriteQuestion } from "../../src/answer/rewrite-question.ts";
import { projectRoot } from "../../src/config.ts";
import { golden, rendered } from "../support/golden.ts";
import { passage } from "../support/passage.ts";
import { scriptedChatModel } from "../support/scripted-chat-model.ts";

const never = new AbortController().signal;

function aid(name: string, says: string, promptTokens = 4_000) {
  const model = scriptedChatModel([says]);
  const prompt = readPrompt(join(projectRoot(), "src/answer/prompts"), name);
  return { model, prompt, productName: "Lumo", promptTokens, deadline: () => never };
}

function found(texts: string[]) {
  const hits = texts.map((text, n) => ({
    passage: passage({ text, title: `Page ${n + 1}` }),
    score: 1 / (n + 1),
    signals: {},
  }));
  return {
    hits,
    support: { score: 1, parts: {} },
    threshold: 0.5,
    known: true,
    doubtful: false,
    continued: false,
    alone: true,
  };
}

describe("the prompts of a model that helps before the answer", () => {
  it("[M49] the conversation, fenced, and the message to complete, byte for byte", async () => {
    const helper = aid("rewrite-question", "<question>How long is that?</question>");
    const history = [
      { author: "customer" as const, text: "How do I charge the lamp?" },
      { author: "bot" as const, text: "With any USB-C cable [1]." },
    ];

    await rewriteQuestion(
      { text: "and how long?", history },
      { text: "and how long?", carried: new Map(), standing: 1 },
      helper,
      never,
    );

    const text = rendered(helper.model.calls[0]!);
    expect(text).toBe(golden("rewrite-prompt.txt", text));
  });

  it("[M50] the best passages, fenced and numbered, and the question, byte for byte", async () => {
    const helper = aid("rerank", "<ranking>2 1</ranking>");

    await rerank("How long is a charge?", found(["The lamp weighs 80 g.", "A charge takes 2.5 hours."]), helper, never);

    const text = rendered(helper.model.calls[0]!);
    expect(text).toBe(golden("rerank-prompt.txt", text));
  });

  it("[M50] sends twenty passages at most, each with the same share of the budget", async () => {
    const helper = aid("rerank", "<ranking>1</ranking>", 2_000);
    const long = found(Array.from({ length: 25 }, () => "It takes a while to charge. ".repeat(40)));

    await rerank("How long is a charge?", long, helper, never);

    const [system, user] = helper.model.calls[0]!;
    expect(user!.content.match(/n="\d+"/g)).toHaveLength(20);
    expect(helper.model.countTokens(system!.content + user!.content)).toBeLessThanOrEqual(2_000);
    const lengths = user!.content.split("</passage-").map((part) => part.length);
    expect(Math.max(...lengths.slice(1, 20)) - Math.min(...lengths.slice(1, 20))).toBeLessThanOrEqual(30);
  });
});
