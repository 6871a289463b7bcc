import { simulateCanaries } from "../score/canary-simulation.ts";
import { runCommand, type ValuesOf, wholeNumber } from "./command-line.ts";

const help = `
Usage: npm run eval -- canary [--canaries N] [--answers N] [--baseline N] [--seed S] [--json]

Draws canaries that are harmless or do harm, and shows which share the guard rolls back.

  --canaries N  drawn for each case (default: 500)
  --answers N   that a canary gives at most (default: 300)
  --baseline N  answers of what serves otherwise, to compare with (default: 1000)
`;

const options = {
  canaries: { type: "string" },
  answers: { type: "string" },
  baseline: { type: "string" },
  seed: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;

/** Shares of answers that find nothing, name no source, are rated down, and are followed by a request for a person. */
const BEFORE = [0.1, 0.01, 0.03, 0.05];
const CASES = [
  { name: "harmless", canary: BEFORE },
  { name: "better: no answer .10 to .05", canary: [0.05, 0.01, 0.03, 0.05] },
  { name: "no answer .10 to .15", canary: [0.15, 0.01, 0.03, 0.05] },
  { name: "no answer .10 to .25", canary: [0.25, 0.01, 0.03, 0.05] },
  { name: "thumbs down .03 to .12", canary: [0.1, 0.01, 0.12, 0.05] },
  { name: "asked for a person .05 to .15", canary: [0.1, 0.01, 0.03, 0.15] },
];

async function run(values: Values): Promise<void> {
  const canaries = wholeNumber("canaries", values.canaries ?? "500");
  const answers = wholeNumber("answers", values.answers ?? "300");
  const baselineAnswers = wholeNumber("baseline", values.baseline ?? "1000");
  const seed = wholeNumber("seed", values.seed ?? "1");
  const cases = CASES.map(({ name, canary }) => ({
    name,
    rolledBack: simulateCanaries({ canaries, answers, baselineAnswers, baseline: BEFORE, canary, seed }),
  }));
  const lines = cases.map(({ name, rolledBack }) => `${name.padEnd(30)}  rolled back ${rolledBack}`);
  const figures = { canaries, answers, baselineAnswers, cases };
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : `${lines.join("\n")}\n`);
}
