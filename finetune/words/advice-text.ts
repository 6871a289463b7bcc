import type { Advice } from "../../src/protocol/advice.ts";
import { counted } from "../../src/score/counted.ts";
import { aligned } from "./aligned.ts";
import { wrapped } from "./wrapped.ts";

/** A line for each intent, its reasons below, then what holds for all of them, for a person. */
export function adviceText({ intents, risks, trainers, questions, unlabelled }: Advice): string {
  const asked = `${counted(questions, "question")}, ${unlabelled} of them without a label`;
  if (intents.length === 0)
    return `${asked}. There is nothing to advise on: no intent is labelled.\nNext: npm run finetune -- discover`;
  return [
    asked,
    "",
    ...intentLines(intents),
    ...(risks.length === 0 ? [] : ["", "risks:"]),
    ...risks.flatMap(({ risk, detail }) => wrapped(`${spaced(risk)}: ${detail}`, "    ", "        ")),
    "",
    "trainers:",
    ...trainers.flatMap(({ name, ready, note }) =>
      wrapped(`${name}, ${ready ? "ready" : "not here"}: ${note}`, "    ", "        "),
    ),
  ].join("\n");
}

function intentLines(intents: Advice["intents"]): string[] {
  const [head, ...lines] = aligned([
    ["intent", "questions", "recommendation"],
    ...intents.map(({ intent, questions, recommendation }) => [intent, String(questions), spaced(recommendation)]),
  ]);
  return [head!, ...intents.flatMap(({ reasons }, at) => [lines[at]!, ...reasons.flatMap(reasonLines)])];
}

const reasonLines = (reason: string) => wrapped(reason, "    ", "        ");

const spaced = (name: string) => name.replaceAll("-", " ");
