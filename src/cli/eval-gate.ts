import { simulateCanaries } from "../score/canary-simulation.ts";
import { simulateGate } from "../score/gate-simulation.ts";
import { runCommand, wholeNumber } from "./command-line.ts";

const help = `
Usage: npm run eval -- gate [--candidates N] [--rows N] [--seed S] [--json]

Draws candidates that are truly worse, equal or better than what serves, and shows which share the gate promotes; and
canaries under which one answer in ten, or more, stays without a reply, and shows which share is rolled back.
`;

const options = {
  candidates: { type: "string" },
  rows: { type: "string" },
  seed: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = { candidates?: string; rows?: string; seed?: string; json?: boolean };

const SERVING = [0.3, 0.5, 0.7, 0.85];
const DIFFERENCES = [-0.1, -0.05, 0, 0.05, 0.1];

/** Share of no-answers of the canary; what serves has the first. */
const NO_ANSWERS = [0.1, 0.15, 0.2, 0.25];
/** A canary's answers, and those that are known of what serves. */
const WATCHED = { answers: 300, baselineAnswers: 1_000 };

async function run(values: Values): Promise<void> {
  const candidates = wholeNumber("candidates", values.candidates ?? "1000");
  const rows = wholeNumber("rows", values.rows ?? "200");
  const seed = wholeNumber("seed", values.seed ?? "1");
  const cases = SERVING.flatMap((serving) =>
    DIFFERENCES.map((difference) => {
      const promoted = simulateGate({ candidates, rows, serving, difference, seed });
      return { serving, difference, promoted };
    }),
  );
  const canaries = NO_ANSWERS.map((share) => {
    const drawn = { ...WATCHED, canaries: candidates, baseline: [NO_ANSWERS[0]!], canary: [share], seed };
    return { noAnswers: share, ...WATCHED, rolledBack: simulateCanaries(drawn) };
  });
  const lines = [
    ...cases.map(
      ({ serving, difference, promoted }) => `serving ${serving}  truly ${difference}  promoted ${promoted}`,
    ),
    ...canaries.map(({ noAnswers, rolledBack }) => `canary with ${noAnswers} no-answers  rolled back ${rolledBack}`),
  ];
  const figures = { candidates, rows, cases, canaries };
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : `${lines.join("\n")}\n`);
}
