import { findPersonalData, type RedactionRules } from "../../src/privacy/redact.ts";
import type { AdviceRisk } from "../../src/protocol/advice.ts";
import { counted } from "../../src/score/counted.ts";
import type { Example } from "../example.ts";

/** A group below this share of the rows, or this far below the others' approval, is named. */
const SMALL = 0.05;
const GAP = 0.1;
const FEWEST = 20;

/** What in the data would make a model unfair, leaky or parrot-like. */
export function risksIn(examples: readonly Example[], rules: RedactionRules): AdviceRisk[] {
  return [
    ...personalData(examples, rules),
    ...imbalance(examples, "language"),
    ...imbalance(examples, "channel"),
    ...imbalance(examples, "tier"),
    ...memorised(examples),
  ];
}

function personalData(examples: readonly Example[], rules: RedactionRules): AdviceRisk[] {
  const left = examples.filter(({ messages, completion }) =>
    findPersonalData([messages.at(-1)!.content, completion ?? ""], rules).some((spans) => spans.length > 0),
  );
  return left.length === 0
    ? []
    : [
        {
          risk: "personal-data",
          detail: `${counted(left.length, "row still holds", "rows still hold")} personal data`,
        },
      ];
}

function imbalance(examples: readonly Example[], by: "language" | "channel" | "tier"): AdviceRisk[] {
  const groups = new Map<string, { rows: number; judged: number; approved: number }>();
  for (const { groups: of, verdict } of examples) {
    const name = of[by];
    if (name === null || name === undefined) continue;
    const group = groups.get(name) ?? { rows: 0, judged: 0, approved: 0 };
    const judged = verdict === "approved" || verdict === "corrected" || verdict === "rejected";
    groups.set(name, {
      rows: group.rows + 1,
      judged: group.judged + (judged ? 1 : 0),
      approved: group.approved + (verdict === "approved" ? 1 : 0),
    });
  }
  const all = [...groups.values()];
  const rows = all.reduce((sum, group) => sum + group.rows, 0);
  const accuracy =
    all.reduce((sum, { approved }) => sum + approved, 0) /
    Math.max(
      1,
      all.reduce((sum, { judged }) => sum + judged, 0),
    );

  return [...groups].flatMap(([name, group]): AdviceRisk[] => {
    const own = group.approved / Math.max(1, group.judged);
    const worse = group.judged >= FEWEST && own < accuracy - GAP;
    if (groups.size < 2 || (group.rows >= rows * SMALL && !worse)) return [];
    const detail = `${by} ${name}: ${group.rows} of ${counted(rows, "row")}, ${Math.round(own * 100)} % of ${counted(group.judged, "answer")} approved, ${Math.round(accuracy * 100)} % overall`;
    return [{ risk: "imbalance", detail }];
  });
}

/** A reply that one conversation alone was given is that customer's, and a model would repeat it. */
function memorised(examples: readonly Example[]): AdviceRisk[] {
  const given = new Map<string, Set<string>>();
  for (const { completion, conversation } of examples) {
    if (completion !== null) given.set(completion, (given.get(completion) ?? new Set()).add(conversation));
  }
  const alone = [...given.values()].filter((conversations) => conversations.size === 1).length;
  return alone === 0
    ? []
    : [
        {
          risk: "memorised",
          detail: `replies given in one conversation alone: ${alone} of ${given.size}`,
        },
      ];
}
