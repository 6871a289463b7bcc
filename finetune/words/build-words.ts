import type { CleaningReport } from "../../src/protocol/learning.ts";
import { counted } from "../../src/score/counted.ts";
import type { Example } from "../example.ts";
import { aligned } from "./aligned.ts";

/** In the order in which they are worth something to training. */
const VERDICTS = ["approved", "corrected", "written", "rejected", "unreviewed"] as const satisfies Example["verdict"][];

/** What stayed of everything collected, by intent and verdict, and why the rest did not, for a person. */
export function buildWords(kept: readonly Example[], { examples, left }: CleaningReport): string {
  if (examples === 0) return "Nothing was collected yet. Next: npm run finetune -- collect --from FILE";
  return [
    `Kept ${kept.length} of ${counted(examples, "example")}: questions of customers with what answered them.`,
    "",
    ...aligned([["kept", ...verdictsIn(kept), "together"], ...intentRows(kept)]),
    "",
    ...aligned([["left out", "examples"], ...Object.entries(left).map(([why, count]) => [why, String(count)])]),
    "",
    "Next: npm run finetune -- split",
  ].join("\n");
}

const verdictsIn = (kept: readonly Example[]) => VERDICTS.filter((one) => kept.some(({ verdict }) => verdict === one));

function intentRows(kept: readonly Example[]): string[][] {
  const intents = [...new Set(kept.flatMap(({ intent }) => intent ?? []))].sort();
  const row = (title: string, own: readonly Example[]) => [
    title,
    ...verdictsIn(kept).map((one) => String(own.filter(({ verdict }) => verdict === one).length)),
    String(own.length),
  ];
  return [
    ...intents.map((name) =>
      row(
        name,
        kept.filter(({ intent }) => intent === name),
      ),
    ),
    row(
      "without an intent",
      kept.filter(({ intent }) => intent === null),
    ),
    row("together", kept),
  ];
}
