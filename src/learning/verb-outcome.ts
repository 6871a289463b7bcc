import { z } from "zod";
import type { JobVerb } from "../protocol/learning.ts";
import { counted } from "../score/counted.ts";

const ran = z.object({ model: z.string().nullable(), intents: z.array(z.object({ decision: z.string() })) });
const discovered = z.object({ turns: z.number(), leftOut: z.number(), proposals: z.array(z.unknown()) });
const advised = z.object({ intents: z.array(z.unknown()) });

/** Pure. What a verb printed, as one sentence that says what to do next; null where it cannot be read. */
export function verbOutcome(verb: JobVerb, printed: string): string | null {
  const result = parsed(printed);
  if (verb === "run") return said(ran.safeParse(result).data, runOutcome);
  if (verb === "discover") {
    return said(discovered.safeParse(result).data, ({ proposals, turns, leftOut }) => {
      return `Groups of questions that nobody labelled: ${proposals.length}, from ${counted(turns, "question")}; ${leftOut} left out. See Intents.`;
    });
  }
  return said(advised.safeParse(result).data, ({ intents }) => {
    return `Intents looked at: ${intents.length}. See "Prompt or fine-tune?".`;
  });
}

const said = <Result>(result: Result | undefined, words: (result: Result) => string) =>
  result === undefined ? null : words(result);

function runOutcome({ model, intents }: z.infer<typeof ran>): string {
  if (model === null)
    return "Nothing to train yet: a model needs two intents, one of them with ten approved replies. Review and label more.";
  const promoted = intents.filter(({ decision }) => decision === "promoted").length;
  return `Promoted: ${promoted} of ${counted(intents.length, "intent")}. See Models for the reasons.`;
}

function parsed(printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch {
    return null;
  }
}
