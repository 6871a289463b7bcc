import { main as advise } from "./eval-advise.ts";
import { main as answers } from "./eval-answers.ts";
import { main as canary } from "./eval-canary.ts";
import { main as caution } from "./eval-caution.ts";
import { main as discovery } from "./eval-discovery.ts";
import { main as gate } from "./eval-gate.ts";
import { main as intents } from "./eval-intents.ts";
import { main as leaks } from "./eval-leaks.ts";
import { main as redaction } from "./eval-redaction.ts";
import { main as retrieval } from "./eval-retrieval.ts";
import { main as verified } from "./eval-verified.ts";

const KINDS: Record<string, (argv: string[]) => Promise<number>> = {
  retrieval,
  answers,
  caution,
  intents,
  discovery,
  gate,
  canary,
  advise,
  leaks,
  redaction,
  verified,
};

const help = `Usage: npm run eval -- KIND [options]

  retrieval  how well the right pages are found, and whether the unknown is recognised
  answers    how well the answers' words agree with reference answers, and whether they are supported
  caution    what each value of ANSWER_CAUTION costs: turned away against wrongly answered
  intents    how often the intent classifier is right, and what it turns away
  discovery  how well groups of unlabelled texts agree with hidden labels
  gate       how often the promotion gate is right, by simulation
  canary     how often the canary guard is right, by simulation
  advise     how often "finetune -- advise" recommends what a planted world implies
  leaks      whether secrets of the training rows come back, of the embedded model or of one that is served
  redaction  how much of the labelled personal data is found
  verified   whether verified answers serve the right questions and swallow no others

npm run eval -- KIND --help shows the options.
`;

export function main([kind, ...argv]: string[]): Promise<number> {
  const evaluate = kind === undefined ? undefined : KINDS[kind];
  if (evaluate) return evaluate(argv);

  const asked = kind === "--help" || kind === "-h";
  (asked ? process.stdout : process.stderr).write(
    asked || kind === undefined ? help : `No such kind: ${kind}\n\n${help}`,
  );
  return Promise.resolve(asked ? 0 : 2);
}
