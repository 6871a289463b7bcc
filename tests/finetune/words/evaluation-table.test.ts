import { describe, expect, it } from "@jest/globals";
import type { IntentEvaluation } from "../../../finetune/runs.ts";
import { evaluationTable } from "../../../finetune/words/evaluation-table.ts";

const times = (count: number, right: boolean) => Array.from({ length: count }, () => right);
const guard = (name: string, lost: number, kept = 40, allowedLoss = 0.01) => ({
  ...{ name, allowedLoss },
  ...{ candidate: [...times(kept, true), ...times(lost, false)], serving: times(kept + lost, true) },
});
const evaluation = (intent: string, guards: IntentEvaluation["guards"]): IntentEvaluation => ({
  ...{ intent, candidate: [...times(18, true), ...times(2, false)], serving: times(20, false) },
  ...{ cost: { candidate: 1, serving: 1 }, guards },
});

const OTHERS = "questions of other kinds";
const SECRETS = "what belongs to other customers";
const run = { model: "m1", dataset: "d1", detours: {} };
const shown = (evaluations: IntentEvaluation[], more: { live?: string[]; detours?: Record<string, number> } = {}) =>
  evaluationTable({
    ...{ run: { ...run, detours: more.detours ?? {} }, evaluations, candidates: 2 },
    live: more.live ?? [],
  }).split("\n");

describe("what an evaluation shows to people", () => {
  it("[F36] is right before and after with Wilson's interval, and the paired one of the difference", () => {
    const lines = shown([evaluation("refund", [guard(OTHERS, 0)]), evaluation("cards", [guard(OTHERS, 0)])]);

    // Wilson of 18 of 20: .699 to .972.
    expect(lines).toContain("refund    20     0 % → 90 %      70 to 97 %   +70 to +97    opens");
    expect(lines).toContain("together  40     0 % → 90 %      77 to 96 %   +78 to +95");
    expect(lines.slice(-2)).toEqual([
      "The gate opens for 2 of 2 intents.",
      "Next: npm run finetune -- promote --model m1",
    ]);
    expect(lines.join(" ")).toContain("judged 2 models, this one included: the more, the likelier");
  });

  it("[F36] names for each thing that must not get worse the intents that would make it so, with the numbers", () => {
    const groups = "customers whose language is de";
    const lines = shown([
      evaluation("refund", [guard(SECRETS, 1, 40, 0), guard(OTHERS, 0), guard(groups, 3)]),
      evaluation("cards", [guard(SECRETS, 0, 41, 0), guard(OTHERS, 1), guard(groups, 0)]),
    ]);

    expect(lines).toContain(`    ${SECRETS} would get worse: 1 lost and 0 won of 41`);
    const at = lines.findIndex((line) => line.startsWith("must not get worse"));
    expect(lines.slice(at, at + 6)).toEqual([
      "must not get worse               asked  holds for  lost  won",
      "what belongs to other customers  41     1 of 2     1     0",
      "    refund: 1 lost, 0 won",
      "questions of other kinds         41     2 of 2     1     0",
      "customers whose language is de   43     1 of 2     3     0",
      "    refund: 3 lost, 0 won",
    ]);
  });

  it("[F36] says where the model serves already, and where there was nothing to ask", () => {
    const same = { ...evaluation("refund", []), serving: [...times(18, true), ...times(2, false)] };
    const unasked = { ...evaluation("cards", [guard(OTHERS, 0, 0)]), candidate: [], serving: [] };
    const lines = shown([same, unasked], { live: ["refund"] });

    expect(lines[lines.findIndex((line) => line.startsWith("refund")) + 1]).toBe("    the model serves it already");
    expect(lines).toContain("cards     0                                                 shut");
    expect(lines).toContain("    there is no question to judge it by");
    expect(lines).toContain("questions of other kinds  0      not asked");
    expect(lines.slice(-2)).toEqual([
      "The gate opens for 0 of 2 intents. The model serves 1 intent already.",
      "Next: npm run finetune -- advise",
    ]);
  });

  it("[F36] counts where the candidate's reply gave way to the documentation, by reason", () => {
    expect(shown([evaluation("refund", [])], { detours: { "tuned-reply-stale": 3 } })).toContain(
      "Its reply gave way to the documentation, as answers record it: tuned-reply-stale",
    );
  });

  it("[F36] keeps an intent's name off the terminal's controls", () => {
    expect(shown([evaluation("re\u001b[2J\nfund", [guard(OTHERS, 3)])]).join("\n")).not.toMatch(/\u001b/);
  });

  it("[F36] gives an intent's long name a line of its own where the table would be wider than a terminal", () => {
    const long = "balance_not_updated_after_cheque_or_cash_deposit";
    const lines = shown([evaluation(long, [guard(OTHERS, 0)]), evaluation("cards", [guard(OTHERS, 0)])]);

    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines[lines.indexOf(long) + 1]).toMatch(/^ +20 +0 % → 90 %/);
    expect(lines.find((line) => line.startsWith("cards"))).toMatch(/^cards +20 +0 % → 90 %/);
  });
});
