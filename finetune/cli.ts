import { runCommand, UsageError, withoutControls } from "../src/cli/command-line.ts";
import { type Config, readConfig } from "../src/config.ts";
import { tokenCounter } from "../src/models/count-tokens.ts";
import { REPLY_BOUNDS } from "../src/models/openai-compatible.ts";
import { counted } from "../src/score/counted.ts";
import { formatOf, options, priced, type Values } from "./cli-options.ts";
import { formats } from "./export.ts";
import { alone, WRITING } from "./one-at-a-time.ts";
import { costAt, tokensOf } from "./train/training-offer.ts";
import { trainingLines } from "./tune.ts";
import { verbs } from "./verbs.ts";
import { inWrittenFolder } from "./written-folder.ts";

const help = `
Usage: npm run finetune -- VERB [options] [--json]

  run        all of these in order, without asking anything: [--from FILE]… [--licence NAME] [--documented FILE]
             [--canary SHARE] [--seed S]
  collect    redact and keep what Switchboard's own conversations taught, and logs of others: [--from FILE]… [--licence NAME]
  build      clean everything collected
  split      make a dataset of it, named by its content
  train      train the embedded model on the dataset: [--seed S]
  tune       let a program of yours train on the dataset: --command "PROGRAM ARGUMENT…" [--format F] [--seed S]
             or an OpenAI-compatible server: --model NAME [--format openai-chat|openai-preference] [--epochs N]
             [--price OF_A_MILLION_TOKENS] [--seed S]; it is told what it costs, and nothing is sent without --send;
             --passages: the rows show what the search finds, and the model writes from it
  candidate  what "tune" trained and a server serves by now may be evaluated and promoted:
             [--training ID] [--url URL] [--name NAME] [--bound ${REPLY_BOUNDS.join("|")}]
  evaluate   let the newest model answer the held-out questions beside what serves now: [--documented FILE] [--model ID]
  promote    let it serve the intents for which the gate opens: [--canary SHARE] [--model ID]; with --intent NAME that one
             alone, also where it was taken back before, or to another share
  rollback   give an intent back to what served it before: --intent NAME [--to documentation]; run again it stays so, and
             "run" does not bring the same model back
  erase      take conversations out of logs, datasets and models: --conversation ID… [--ahead: also those that nothing
             holds, so that no log brings them]
  advise     prompt or fine-tune: a recommendation for each labelled intent, with its reasons: [--seed S]
  discover   group what was asked and nobody labelled, as proposals for new intents: [--seed S]; decide on one:
             --accept ID --as NAME (the same name merges groups), --split ID, --dismiss ID, or --reopen ID
  runs       list the runs that were started, the trained models, and all trainings with their cost: [--cancel ID]
  export     write the training side for other trainers, to stdout, and say how many tokens it has:
             --format ${Object.keys(formats).join("|")}
             [--model NAME, whose tokens are counted] [--price OF_A_MILLION_TOKENS] [--epochs N]

--documented FILE: .jsonl with questions that the documentation answers, as for "npm run eval"; no intent may take them.
--from FILE: .jsonl, .jsonl.gz, or .csv with the columns text, category and perhaps reply.
--licence NAME: of the conversations in FILE that name none, such as "CC BY 4.0"; it stands on the dataset's card.
`;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run: perform }, argv);

async function perform(values: Values, [name, ...rest]: string[]): Promise<void> {
  const config = readConfig();
  if (name === "export" && rest.length === 0) return exportDataset(config, values);
  const verb = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb || rest.length > 0) throw new UsageError(`No such verb: ${[name ?? "none given", ...rest].join(" ")}.`);

  const work = () => verb(config, values, say);
  const { facts, words } = await inWrittenFolder(config, () =>
    WRITING.has(name!) ? alone(config, name!, work) : work(),
  );
  process.stdout.write(`${values.json ? JSON.stringify(facts) : words}\n`);
}

async function exportDataset(config: Config, values: Values): Promise<void> {
  const { format = "", model = "" } = values;
  const { epochs, price } = priced(values);
  const lines = await trainingLines(config, formatOf(format), say);
  const tokens = tokensOf(lines, await tokenCounter(model));
  const { amount, currency } = costAt(price, config.PRICE_CURRENCY)(tokens * epochs);
  const paid =
    amount === null
      ? ""
      : `; ${epochs === 1 ? "1 epoch costs" : `${epochs} epochs cost`} about ${amount.toFixed(2)} ${currency}`;
  say(`${counted(lines.length, "line")}, about ${counted(tokens, "token")} an epoch${paid}`);
  for (const line of lines) process.stdout.write(`${line}\n`);
}

const say = (line: string) => void process.stderr.write(`${withoutControls(line)}\n`);
