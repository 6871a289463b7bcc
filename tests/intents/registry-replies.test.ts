import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { answerDesk } from "../../src/answer/answer-question.ts";
import { registryReplies } from "../../src/intents/registry-replies.ts";
import { servedIntent } from "../../src/intents/served-intent.ts";
import type { TunedModel } from "../../src/intents/tuned-model.ts";
import {
  emptyRegistry,
  promote,
  type Registry,
  rollback,
  withoutModels,
  writeRegistry,
} from "../../src/models/registry.ts";
import { servingRegistry } from "../../src/models/serving-registry.ts";
import { fakeEmbedder } from "../support/fake-embedder.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { scriptedChatModel } from "../support/scripted-chat-model.ts";
import { scriptedClassifier } from "../support/scripted-classifier.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const parent = temporaryFolder();
const embedder = fakeEmbedder();
const returns = passage({ path: "returns.md", text: "You can return a bicycle within 30 days." });
const QUESTION = "How long can I return a bicycle?";
const IN_SHARE = 0.4;
const why = { at: "2026-11-29T12:00:00.000Z", by: "Ana", reason: "by hand" };

const serve = (now: Registry, model: string, share = 1, intent = "returns") =>
  promote(now, { intent, model, share, reason: "better" });
const earlierAlone = serve(emptyRegistry, "earlier");
const inCanary = serve(earlierAlone, "newer", IN_SHARE);

/** A model that answers the question with its own name. */
function model(id: string, hash = returns.hash): TunedModel {
  const centre = Array.from({ length: embedder.dimensions }, () => 0);
  const reply = { text: `${id} [1].`, approvals: 2, cited: [{ passageId: returns.id, hash }], centre };
  const classifier = scriptedClassifier({ [QUESTION]: "returns" });
  return { id, server: null, classifier, replies: { returns: [reply] }, wordings: {} };
}

function desk(registry: () => Registry, models = [model("earlier"), model("newer")]) {
  const tuned = registryReplies({
    registry,
    model: (id) => models.find((one) => one.id === id) ?? null,
    embedder,
    chat: async () => scriptedChatModel([]),
    promptTokens: 4_000,
    redact: (texts) => [...texts],
    slotValues: () => new Map(),
    personal: () => [],
  });
  const answerQuestion = answerDesk({
    knowledge: { current: () => fixedKnowledge([returns]) },
    ...{ writer: null, tuned, productName: "Shop", contactText: "Call us.", caution: 50 },
    now: () => 0,
    pace: () => Promise.resolve(),
  });
  const quiet = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  return async (conversationId?: string) => {
    const question = { text: QUESTION, history: [], ...(conversationId !== undefined && { conversationId }) };
    const { record } = await answerQuestion(question, quiet);
    return record.modelId?.replace("embedded:", "") ?? "documentation";
  };
}

const conversations = Array.from({ length: 20 }, (_, at) => `c${at}`);

async function sides(ask: ReturnType<typeof desk>): Promise<string[]> {
  const answers: string[] = [];
  for (const id of conversations) answers.push(await ask(id));
  return answers;
}

const replaced = (answers: string[], what: string, by: string) => answers.map((one) => (one === what ? by : one));

describe("the conversations beside a canary", () => {
  it("[F33] keep the earlier model, each on its side throughout, and so does a question without a conversation", async () => {
    const ask = desk(() => inCanary);
    const answers = await sides(ask);

    expect(new Set(answers)).toEqual(new Set(["earlier", "newer"]));
    expect(await sides(ask)).toEqual(answers);
    expect(await ask()).toBe("earlier");
  });

  it("[F33] are answered from the documentation where no model served before", async () => {
    const answers = await sides(desk(() => serve(emptyRegistry, "newer", IN_SHARE)));

    expect(new Set(answers)).toEqual(new Set(["documentation", "newer"]));
  });

  it("[F33] keep it also when another canary follows, and stay on their side when its share grows", async () => {
    const answers = await sides(desk(() => inCanary));
    const third = desk(() => serve(inCanary, "third", IN_SHARE), [model("earlier"), model("third")]);

    expect(await sides(third)).toEqual(replaced(answers, "newer", "third"));
    const grown = await sides(desk(() => serve(inCanary, "newer", 0.7)));
    expect(grown.filter((one, at) => one !== answers[at])).not.toContain("earlier");
    expect(grown).toContain("earlier");
  });

  it("[F33] and those of the canary have one model again once it is rolled back or promoted, at the next question", async () => {
    let now = inCanary;
    const ask = desk(() => now);
    now = rollback(inCanary, "returns", why);
    expect(new Set(await sides(ask))).toEqual(new Set(["earlier"]));
    now = serve(inCanary, "newer");
    expect(new Set(await sides(ask))).toEqual(new Set(["newer"]));
  });

  it("[F33] keep it across a restart", async () => {
    const dataDir = mkdtempSync(join(parent, "data-"));
    const before = await sides(desk(() => inCanary));
    writeRegistry(dataDir, inCanary);

    expect(await sides(desk(servingRegistry(dataDir, () => {})))).toEqual(before);
  });

  it("[F33] [F14] are answered from the documentation once the earlier model is erased, or its files are gone", async () => {
    const before = await sides(desk(() => inCanary));
    const { registry, intents } = withoutModels(inCanary, ["earlier"]);

    expect(intents).toEqual(["returns"]);
    expect(await sides(desk(() => registry))).toEqual(replaced(before, "earlier", "documentation"));
    expect(await sides(desk(() => inCanary, [model("newer")]))).toEqual(replaced(before, "earlier", "documentation"));
  });

  it("[F14] keep it, and all others get it, once the canary is erased; with both erased the documentation answers", async () => {
    const alone = withoutModels(inCanary, ["newer"]);
    expect(alone.intents).toEqual([]);
    expect(new Set(await sides(desk(() => alone.registry)))).toEqual(new Set(["earlier"]));

    expect(withoutModels(inCanary, ["earlier", "newer"])).toEqual({ registry: emptyRegistry, intents: ["returns"] });
    expect(withoutModels(serve(earlierAlone, "newer"), ["newer"])).toEqual({
      registry: emptyRegistry,
      intents: ["returns"],
    });
  });

  it("[F33] [F13] lose the earlier model's reply once a passage has changed that it cites", async () => {
    const before = await sides(desk(() => inCanary));
    const stale = desk(() => inCanary, [model("earlier", "before"), model("newer")]);

    expect(await sides(stale)).toEqual(replaced(before, "earlier", "documentation"));
  });

  it("[F33] are told apart by intent with the earlier model's knowledge, too", async () => {
    const known = { ...model("newer"), classifier: scriptedClassifier({ "Where is it?": "delivery" }) };
    const intentOf = servedIntent(
      () => inCanary,
      (id) => (id === "newer" ? known : model(id)),
      (question) => question,
    );

    expect(await intentOf(QUESTION)).toBe("returns");
  });
});
