import { runCommand, UsageError } from "../src/cli/command-line.ts";
import { readConfig } from "../src/config.ts";
import { type RunResult, run } from "./loop.ts";

const help = `
Usage: npm run finetune -- run [--from FILE]… [--canary SHARE] [--seed S] [--json]

  run   collect → redact → build → split → train → evaluate → promote, without asking anything

FILE is a log of conversations: .jsonl, .jsonl.gz, or .csv with the columns text, category and perhaps reply.
`;

const options = {
  from: { type: "string", multiple: true },
  canary: { type: "string" },
  seed: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run: perform }, argv);

type Values = { from?: string[] | string; canary?: string; seed?: string; json?: boolean };

async function perform(
  { from = [], canary = "1", seed = "1", json }: Values,
  [verb, ...rest]: string[],
): Promise<void> {
  if (verb !== "run" || rest.length > 0) throw new UsageError(`No such verb: ${verb ?? "none given"}.`);
  const share = Number(canary);
  if (!(share > 0 && share <= 1)) throw new UsageError("--canary must be a share above 0 and at most 1.");
  if (!/^\d{1,9}$/.test(seed)) throw new UsageError("--seed must be a whole number.");

  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const result = await run(readConfig(), { from: [from].flat(), canary: share, seed: Number(seed), say });
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : table(result));
}

function table({ dataset, model, intents }: RunResult): string {
  const lines = intents.map(
    ({ intent, rows, decision, before, after, reason }) =>
      `${decision.padEnd(9)} ${intent}  ${rows} rows  ${percent(before)} → ${percent(after)}  (${reason})`,
  );
  return [
    `dataset ${dataset}`,
    `model   ${model ?? "none: no intent has enough approved turns yet"}`,
    ...lines,
    "",
  ].join("\n");
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
