import { simulateGate } from "../score/gate-simulation.ts";
import { runCommand, type ValuesOf, wholeNumber } from "./command-line.ts";

const help = `
Usage: npm run eval -- gate [--candidates N] [--rows N] [--seed S] [--json]

Draws candidates that are truly worse, equal or better than what serves, and shows which share the gate promotes.
`;

const options = {
  candidates: { type: "string" },
  rows: { type: "string" },
  seed: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;

const SERVING = [0.3, 0.5, 0.7, 0.85];
const DIFFERENCES = [-0.1, -0.05, 0, 0.05, 0.1];

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
  const lines = cases.map(
    ({ serving, difference, promoted }) => `serving ${serving}  truly ${difference}  promoted ${promoted}`,
  );
  const figures = { candidates, rows, cases };
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : `${lines.join("\n")}\n`);
}
