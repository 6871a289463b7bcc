import type { DatasetCard } from "../../src/protocol/learning.ts";
import { counted } from "../../src/score/counted.ts";
import { timeless } from "../dataset-card.ts";
import type { Example } from "../example.ts";
import type { Split } from "../split.ts";
import { aligned } from "./aligned.ts";
import { wrapped } from "./wrapped.ts";

/** The two sides of a dataset, how they were divided, and what its card says is missing, for a person. */
export function splitWords({ dataset, gaps }: DatasetCard, { train, test }: Split): string {
  if (train.length + test.length === 0)
    return `Dataset ${dataset} is empty.\nNext: npm run finetune -- collect --from FILE, then build`;
  return [
    `Dataset ${dataset}`,
    `${counted(train.length, "example")} to train on, ${test.length} to test with`,
    ...wrapped(howSplit([...train, ...test])),
    "",
    ...aligned([["approved examples of", "to train on", "to test with"], ...intentRows({ train, test })]),
    "",
    ...gaps.flatMap((gap) => wrapped(`- ${gap}`, "", "  ")),
    ...(gaps.length === 0 ? [] : [""]),
    "Next: npm run finetune -- train",
  ].join("\n");
}

/** How many rows have no time stands among the gaps. */
function howSplit(all: readonly Example[]): string {
  const without = timeless(all).length;
  if (without === all.length)
    return "Split by conversation: whole ones are on one side, and near-duplicates with them.";
  const where = without === 0 ? "" : " where there is one";
  return `Split by time${where}: the newest of each intent are tested with. Whole conversations are on one side, and near-duplicates with them.`;
}

function intentRows({ train, test }: Split): string[][] {
  const approved = ({ completion }: Example) => completion !== null;
  const named = [...train, ...test].filter(approved).flatMap(({ intent }) => intent ?? []);
  const row = (title: string, is: (example: Example) => boolean) => [
    title,
    ...[train, test].map((side) => String(side.filter(is).length)),
  ];
  return [
    ...[...new Set(named)].sort().map((name) => row(name, (one) => approved(one) && one.intent === name)),
    row("no intent", (one) => approved(one) && one.intent === null),
    row("not reviewed", (one) => !approved(one)),
  ];
}
