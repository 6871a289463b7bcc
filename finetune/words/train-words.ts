import { counted } from "../../src/score/counted.ts";
import type { Learnt } from "../learnt-from.ts";
import type { Run } from "../runs.ts";
import { aligned } from "./aligned.ts";
import { wrapped } from "./wrapped.ts";

type Trained = Learnt & { run: Pick<Run, "model" | "dataset" | "seed" | "trainSeconds"> | null };

/** What was trained, out of how much, and which intents were left out and why, for a person. */
export function trainWords({ run, rows, intents, untrained }: Trained): string {
  const left = untrained.flatMap(({ intent, reason }) => wrapped(`${intent}: ${reason}`, "    ", "        "));
  const leftOut = left.length === 0 ? [] : ["", "Not trained:", ...left];
  if (run === null)
    return ["No model: no intent has enough approved turns yet.", ...leftOut, "", COLLECT_MORE].join("\n");
  const learnt = intents.map((one) => [one.intent, String(one.rows)]);
  return [
    `Model ${run.model}, trained in ${Math.round(run.trainSeconds)} s`,
    ...wrapped(`on ${counted(rows, "example")} of dataset ${run.dataset} with seed ${run.seed}.`),
    ...wrapped(`It has a reply for ${counted(intents.length, "intent")}, and leaves all other questions alone.`),
    "",
    ...aligned([["intent", "approved rows"], ...learnt]),
    ...leftOut,
    "",
    "Next: npm run finetune -- evaluate",
  ].join("\n");
}

const COLLECT_MORE = `Next: review more conversations, or npm run finetune -- collect --from FILE;
then build and split`;
