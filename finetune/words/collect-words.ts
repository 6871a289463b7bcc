import type { Counts } from "../../src/protocol/learning.ts";
import { counted } from "../../src/score/counted.ts";
import type { CollectReport } from "../collect.ts";
import { listed } from "./run-words.ts";
import { wrapped } from "./wrapped.ts";

export type Collected = { store: CollectReport | null; logs: readonly ({ file: string } & CollectReport)[] };

/** What was taken in, for a person: of each source how much, how much of it was new, and what was replaced in it. */
export function collectWords({ store, logs }: Collected): string {
  const sources = [
    ...sourceLines("Switchboard's own conversations", store ?? NONE),
    ...logs.flatMap(({ file, ...report }) => sourceLines(file, report)),
  ];
  const taken = [store ?? NONE, ...logs].some(({ conversations }) => conversations > 0);
  return [...sources, "", taken ? NEXT : NOTHING].join("\n");
}

const NONE: CollectReport = { conversations: 0, turns: 0, known: 0, erased: 0, redacted: {} };
const NEXT = "Next: npm run finetune -- build";
const NOTHING = "Nothing was collected. Next: npm run finetune -- collect --from FILE";

function sourceLines(
  source: string,
  { conversations, turns, known, erased, twice = [], redacted }: CollectReport,
): string[] {
  const out = erased === 0 ? "" : `; ${counted(erased, "erased conversation")} stayed out`;
  if (conversations === 0) return [`${source}: no conversations${out}`];
  const amount = `${counted(conversations, "conversation")}, ${counted(turns, "turn")}`;
  const replaced = listed(redacted as Counts);
  return [
    `${source}: ${amount}`,
    `    ${conversations - known} new, ${known} known before${out}`,
    ...(twice.length === 0
      ? []
      : wrapped(`several times in it, the last of each is kept: ${shown(twice)}`, "    ", "        ")),
    ...wrapped(`personal data replaced: ${replaced === "" ? "none found" : replaced}`, "    ", "        "),
  ];
}

const SHOWN = 5;

function shown(ids: readonly string[]): string {
  const more = ids.length - SHOWN;
  return `${ids.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
