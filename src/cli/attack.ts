import { seededRandom } from "../score/seeded-random.ts";
import { attackBrowser } from "./attack/browser.ts";
import { attackContent } from "./attack/content.ts";
import { attackWithFiles } from "./attack/files.ts";
import { attackByInjection } from "./attack/injection.ts";
import { hostileInputs, someOf } from "./attack/inputs.ts";
import { attackParsers } from "./attack/parsers.ts";
import { attackProtocol } from "./attack/protocol.ts";
import type { AttackReport } from "./attack/report.ts";
import { attackLogs } from "./attack/secrets.ts";
import { chosenKinds, endsOf, inFolders, say, seedFrom, tellOutcome } from "./broken-promises.ts";
import { runCommand, type ValuesOf, wholeNumber } from "./command-line.ts";

const help = `
Usage: npm run attack -- KIND [--cases N] [--seed N] [--report NAME] [--json]

Attacks a server that it starts, in a data folder of its own, and checks what is promised (docs/SPEC.md, section X).

  content    hostile texts as questions, replies, notes, labels, names, searches, addresses, pages and file names
  injection  texts that command the model, in passages, titles, questions and earlier turns, before a model that obeys
  files      bombs and traps as Word, PDF, Markdown, HTML and CSV files, read as an ingest reads them
  parsers    what each parser's syntax can be made of, and damaged files
  protocol   events, handshakes and requests that the protocol has nearly, or not at all, and requests and frames that no
             browser writes
  browser    the same texts shown by Chromium in the widget, the console and the documentation
  secrets    keys, passwords, tokens and personal data put in wherever they can be, and looked for in the log
  all        all of them

  --cases N      inputs of each kind at most (default: all, or 2000 where they are made up)
  --seed N       repeats an earlier run (default: a new one, which is printed)
  --report NAME  write NAME.md, too
  --json         print one JSON object: seed, kinds of { kind, inputs, ended, problems }
`;

const options = {
  cases: { type: "string" },
  seed: { type: "string" },
  report: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;
type Plan = { cases: number | null; seed: number; random: () => number };
type Attack = (folder: string, plan: Plan) => Promise<AttackReport>;

/** Of each parser, and of the protocol. */
const MADE_UP = 2_000;

const ATTACKS: Readonly<Record<string, Attack>> = {
  content: (folder, { cases, random }) => attackContent(folder, someOf(hostileInputs(), cases, random), say),
  browser: (folder, { cases, random }) => attackBrowser(folder, someOf(hostileInputs(), cases, random), say),
  files: (_, { cases, random }) => attackWithFiles(cases, random),
  parsers: (folder, { cases, seed }) => attackParsers(folder, cases ?? MADE_UP, seed),
  protocol: (folder, { cases, seed }) => attackProtocol(folder, cases ?? MADE_UP, seed),
  secrets: (folder) => attackLogs(folder),
  injection: (folder, { cases, random }) => attackByInjection(folder, cases, random),
};

async function run(values: Values, words: string[]): Promise<void> {
  const { kind, names } = chosenKinds(words, Object.keys(ATTACKS));
  const cases = values.cases === undefined ? null : wholeNumber("cases", values.cases);
  const seed = seedFrom(values.seed);
  const kinds = await inFolders("attack", names, (name, folder) => attack(name, folder, cases, seed));
  const command = `npm run attack -- ${kind}${cases ? ` --cases ${cases}` : ""} --seed ${seed}`;
  const columns = { head: ["attack", "inputs", "ended", "problems"], of: cellsOf };
  tellOutcome({ title: "Attack", command, result: { seed, kinds }, amount: "", columns, most: 40 }, values);
}

/** Each kind draws from the seed by itself, so that one alone repeats what it did among all. */
async function attack(name: string, folder: string, cases: number | null, seed: number): Promise<AttackReport> {
  const report = await ATTACKS[name]!(folder, { cases, seed, random: seededRandom(seed) });
  say(`${name}: ${report.inputs} inputs, ${report.problems.length} problems.`);
  return report;
}

const cellsOf = (report: AttackReport) => [report.kind, report.inputs, endsOf(report), report.problems.length];
