import { describe, expect, it } from "@jest/globals";
import type { CaseFile } from "../../src/conversations/case-file.ts";
import type { AnswerRecord } from "../../src/protocol/answer-record.ts";
import { answerRoutes } from "../../src/server/answer-routes.ts";
import type { StaffRequest } from "../../src/server/staff-api.ts";
import type { SignedIn } from "../../src/staff/staff-desk.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage as passageOf } from "../support/passage.ts";
import { answerOf } from "../support/scripted-answers.ts";

const passage = passageOf({ text: "Keep it for thirty days." });
const knowledge = fixedKnowledge([passage]);
const prices = { currency: "EUR", perMillion: new Map([["openai:small", { prompt: 2, completion: 10 }]]) };

/** What the route says of a turn that was recorded like this. */
async function whyOf(changes: Partial<AnswerRecord>) {
  const { record } = answerOf("Thirty days.", { text: "How long?", history: [] });
  const kept = { id: passage.id, hash: passage.hash, path: passage.path, anchor: "", heading: "", score: 1 };
  const answer = async () => ({ record: { ...record, passages: [kept], knowledgeVersion: "fixed", ...changes } });
  const files = { answer } as unknown as CaseFile;
  const [route] = answerRoutes({ files, knowledge: { current: () => knowledge }, prices });
  return route!.handle({ params: { answerId: "a" } } as unknown as StaffRequest<SignedIn>);
}

describe("why this answer", () => {
  it("[T46] says what its tokens cost, and that it does not know where the price is not set", async () => {
    const tokens = { prompt: 1_000, completion: 100 };
    expect(await whyOf({ modelId: "openai:small", tokens })).toMatchObject({
      json: { cost: { amount: 0.003, currency: "EUR" } },
    });
    expect(await whyOf({ modelId: "openai:large", tokens })).toMatchObject({ json: { cost: { amount: null } } });
    expect(await whyOf({ modelId: null, tokens: null })).toMatchObject({ json: { cost: null } });
  });

  it("[T46] says by what passages were found while the documentation is that of then", async () => {
    expect(await whyOf({})).toMatchObject({ json: { shares: { [passage.id]: {} } } });
    expect(await whyOf({ knowledgeVersion: "older" })).toMatchObject({ json: { shares: null } });
  });
});
