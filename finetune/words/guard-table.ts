import { type Guard, isWorse } from "../../src/score/gate.ts";
import { countPairs } from "../../src/score/paired-proportions.ts";
import type { IntentEvaluation } from "../runs.ts";
import { aligned } from "./aligned.ts";
import { wrapped } from "./wrapped.ts";

/** What must not get worse, over all intents, and which of them would make it so. */
export function guardLines(evaluations: readonly IntentEvaluation[]): string[] {
  const names = [...new Set(evaluations.flatMap(({ guards }) => guards.map(({ name }) => name)))];
  const found = names.map((name) => findings(name, evaluations));
  const [head, ...lines] = aligned([HEAD, ...found.map(({ cells }) => cells)]);
  return [head!, ...found.flatMap(({ worse }, at) => [lines[at]!, ...worse.flatMap((line) => wrapped(line, "    "))])];
}

const HEAD = ["must not get worse", "asked", "holds for", "lost", "won"];

function findings(name: string, evaluations: readonly IntentEvaluation[]): { cells: string[]; worse: string[] } {
  const guards = evaluations.flatMap(({ intent, guards }) => {
    const guard = guards.find((one) => one.name === name);
    return guard ? [{ intent, guard, ...balance(guard) }] : [];
  });
  const worse = guards.filter(({ guard }) => isWorse(guard));
  const asked = Math.max(...guards.map(({ guard }) => guard.candidate.length));
  if (asked === 0) return { cells: [name, "0", "not asked", "", ""], worse: [] };
  const sum = (side: "lost" | "won") => String(guards.reduce((all, one) => all + one[side], 0));
  const holds = `${guards.length - worse.length} of ${guards.length}`;
  return {
    cells: [name, String(asked), holds, sum("lost"), sum("won")],
    worse: worse.map(({ intent, lost, won }) => `${intent}: ${lost} lost, ${won} won`),
  };
}

function balance({ candidate, serving }: Guard): { lost: number; won: number } {
  const { servingOnly: lost, candidateOnly: won } = countPairs(candidate, serving);
  return { lost, won };
}
