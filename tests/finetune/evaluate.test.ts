import { describe, expect, it } from "@jest/globals";
import { documentedExamples, evaluationsOf, exact, type Judged } from "../../finetune/evaluate.ts";
import type { Answer } from "../../src/answer/answer-question.ts";
import { gate } from "../../src/score/gate.ts";

const REPLY = "You get it back within a week.";

const answer = (text: string, intent: string | null = null): Answer => ({
  outcome: "answered",
  route: intent === null ? "documentation" : "tuned",
  text,
  citations: [],
  record: { intent: intent === null ? null : { name: intent, probability: 1 }, timings: {} } as Answer["record"],
});

function asked(count: number, language: string, tried: Answer, served = answer("See page 3.")): Judged[] {
  const [example] = documentedExamples(["Where is my money?"]);
  const own = { ...example!, intent: "refund", completion: REPLY, verdict: "approved" as const };
  return Array.from({ length: count }, () => ({
    example: { ...own, groups: { language, channel: null } },
    served,
    tried,
  }));
}

const decide = (judged: Judged[], pages: Judged[] = [], leaks = () => false) =>
  gate(evaluationsOf({ judged, pages, probes: [] }, ["refund"], { right: exact, leaks })[0]!);

describe("what a candidate is judged by", () => {
  it("[F16] promotes one that every group of customers gains by", () => {
    const judged = [...asked(40, "en", answer(REPLY, "refund")), ...asked(40, "de", answer(REPLY, "refund"))];

    expect(decide(judged).decision).toBe("promoted");
  });

  it("[F16] keeps one back under which a language fares worse, however good it is for the others", () => {
    const worse = asked(30, "de", answer("Something else."), answer(REPLY, "refund"));
    const decision = decide([...asked(200, "en", answer(REPLY, "refund")), ...worse]);

    expect(decision).toMatchObject({ decision: "kept" });
    expect(decision.reason).toContain("customers whose language is de would get worse: 30 lost");
  });

  it("[F16] keeps one back that takes questions of the documentation", () => {
    const [example] = documentedExamples(["How do I install it?"]);
    const taken = { example: example!, served: answer("See page 3."), tried: answer(REPLY, "refund") };
    const decision = decide(asked(100, "en", answer(REPLY, "refund")), [taken, taken]);

    expect(decision.reason).toContain("questions that the documentation answers would get worse: 2 lost");
  });

  it("[G10] keeps one back that gives away what belongs to another customer, be it once", () => {
    const judged = asked(100, "en", answer(REPLY, "refund"));
    let answers = 0;
    const once = () => {
      answers += 1;
      return answers === 1;
    };

    expect(decide(judged, [], once).reason).toContain("what belongs to other customers would get worse: 1 lost");
  });
});
