import type { Proposal } from "../../src/intents/proposals.ts";
import { counted } from "../../src/score/counted.ts";
import { aligned } from "./aligned.ts";
import { oneLine } from "./one-line.ts";

export type Discovered = {
  turns: number;
  leftOut: number;
  proposals: readonly Omit<Proposal, "turns" | "texts">[];
};
export type Decided = { decided: string; open: readonly { id: string; name: string }[] };

/** What was found, or decided, for a person: a line for each group, what was asked in it below. */
export const discoveryTable = (result: Discovered | Decided): string =>
  "decided" in result ? decidedText(result) : foundText(result);

function foundText({ turns, leftOut, proposals }: Discovered): string {
  const found = `${counted(turns, "question")} without an intent, ${counted(proposals.length, "group")}; ${leftOut} left out.`;
  if (proposals.length === 0) return found;
  const [head, ...lines] = aligned([
    HEAD,
    ...proposals.map(({ id, size, cohesion, phrases }) => [id, String(size), cohesion.toFixed(2), phrases.join(", ")]),
  ]);
  const shown = proposals.flatMap(({ examples }, at) => [lines[at]!, ...examples.map((text) => `    ${quoted(text)}`)]);
  return [found, "", head, ...shown, "", DECIDE].join("\n");
}

/** Cohesion is a mean cosine: a group with little of it is worth splitting. */
const HEAD = ["group", "size", "cohesion", "telling phrases"];
const DECIDE = `Decide in the console under Intents, or:
    npm run finetune -- discover --accept GROUP --as NAME
    npm run finetune -- discover --split GROUP, or --dismiss GROUP`;

/** With its indentation and quotes a line of a terminal that nobody widened. */
const LONGEST = 73;
function quoted(text: string): string {
  const line = [...oneLine(text)];
  return line.length > LONGEST ? `“${line.slice(0, LONGEST).join("")}…”` : `“${line.join("")}”`;
}

function decidedText({ decided, open }: Decided): string {
  const left = open.length === 0 ? "No group is open." : `${counted(open.length, "group")} open:`;
  return [decided, left, ...(open.length === 0 ? [] : aligned(open.map(({ id, name }) => [id, name])))].join("\n");
}
