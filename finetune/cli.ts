import { runCommand, UsageError } from "../src/cli/command-line.ts";
import { type Config, readConfig } from "../src/config.ts";
import { tokenCounter } from "../src/models/count-tokens.ts";
import { REPLY_BOUNDS } from "../src/models/openai-compatible.ts";
import type { Advice } from "../src/protocol/advice.ts";
import { counted } from "../src/score/counted.ts";
import { adviceText } from "./advise.ts";
import { askAdvice } from "./ask-advice.ts";
import { begun } from "./begun-runs.ts";
import { candidate } from "./candidate.ts";
import {
  boundOf,
  canary,
  decisionIn,
  documented,
  formatOf,
  options,
  priced,
  seed,
  type Values,
} from "./cli-options.ts";
import { type Decided, type Discovered, discoveryTable } from "./discovery-table.ts";
import { formats } from "./export.ts";
import * as loop from "./loop.ts";
import { decideOn, discover } from "./new-intents.ts";
import { NotThereError } from "./not-there.ts";
import { alone, begunRuns, WRITING } from "./one-at-a-time.ts";
import { runTable } from "./run-table.ts";
import { collectedLine, judgedLine } from "./run-words.ts";
import { runsText } from "./runs-table.ts";
import { erase, rollback, rollbackLine } from "./take-back.ts";
import { costAt, tokensOf } from "./train/training-offer.ts";
import { cancelTraining, trainingLines, trainings, tune, tuneAtVendor } from "./tune.ts";

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

type Verb = (config: Config, values: Values) => unknown;

const verbs: Record<string, Verb> = {
  run: (config, values) => {
    const { from = [], licence } = values;
    const asked = { from, licence, documented: documented(values), canary: canary(values), seed: seed(values) };
    return begun(loop.folderOf(config, "begun"), Date.now, () => loop.run(config, { ...asked, say }));
  },
  collect: async (config, { from = [], licence }) => {
    const taken = await loop.collect(config, from, licence);
    for (const { file, ...report } of taken.logs.filter(({ conversations }) => conversations === 0))
      say(collectedLine(file, report));
    return taken;
  },
  build: (config) => loop.build(config),
  split: (config) => loop.split(config),
  train: async (config, values) => {
    const trained = await loop.train(config, seed(values), say);
    const dataset = trained?.dataset ?? loop.currentDataset(config);
    return {
      ...summary(trained),
      untrained: await loop.untrained(config, dataset, loop.intentsKnown(config, trained)),
    };
  },
  evaluate: async (config, values) => {
    const { model } = chosen(config, values);
    const judgedOnTestSide = await loop.evaluate(config, chosen(config, values), documented(values));
    say(judgedLine(judgedOnTestSide));
    return { ...summary(chosen(config, { model })), judgedOnTestSide };
  },
  promote: async (config, values) => {
    const { dataset, model } = chosen(config, values);
    return { dataset, model, ...(await loop.promote(config, model, canary(values), values.intent ?? null)) };
  },
  candidate: async (config, values) => {
    const { training = null, url = null, name = null } = values;
    return summary(await candidate(config, { training, url, name, bound: boundOf(values) }));
  },
  rollback: (config, { intent, to }) => {
    if (!intent) throw new UsageError("--intent NAME is needed.");
    if (to !== undefined && to !== "documentation") throw new UsageError("--to must be documentation.");
    return rollback(config, intent, to !== undefined);
  },
  erase: (config, { conversation = [], ahead = false }) => {
    if (conversation.length === 0) throw new UsageError("--conversation ID is needed.");
    return erase(config, conversation, ahead);
  },
  advise: (config, values) => askAdvice(config, seed(values), say),
  discover: async (config, values) => {
    const decision = decisionIn(values);
    if (decision) return decideOn(config, decision);
    const { proposals, ...facts } = await discover(config, seed(values));
    return { ...facts, proposals: proposals.map(({ turns, texts, ...shown }) => shown) };
  },
  tune: (config, values) => (values.model === undefined ? atHome(config, values) : atVendor(config, values)),
  runs: (config, { cancel }) => {
    if (cancel !== undefined) return cancelTraining(config, cancel);
    return { runs: begunRuns(config), models: loop.runs(config).map(summary), trainings: trainings(config) };
  },
};

async function perform(values: Values, [name, ...rest]: string[]): Promise<void> {
  const config = readConfig();
  if (name === "export" && rest.length === 0) return exportDataset(config, values);
  const verb = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb || rest.length > 0) throw new UsageError(`No such verb: ${[name ?? "none given", ...rest].join(" ")}.`);

  const result = WRITING.has(name!)
    ? await alone(config, name!, () => verb(config, values))
    : await verb(config, values);
  const shown = values.json ? null : inWords(name!, result);
  if (shown !== null) return void process.stdout.write(`${shown}\n`);
  process.stdout.write(`${JSON.stringify(result, null, values.json ? 0 : 2)}\n`);
}

/** For a person; null where a verb has no words yet and its facts are shown as they are. */
function inWords(name: string, result: unknown): string | null {
  switch (name) {
    case "run":
    case "promote":
      return runTable(result as loop.RunResult);
    case "rollback":
      return rollbackLine(result as ReturnType<typeof rollback>);
    case "runs":
      return runsText(result as Parameters<typeof runsText>[0]);
    case "discover":
      return discoveryTable(result as Discovered | Decided);
    case "advise":
      return adviceText(result as Advice);
    default:
      return null;
  }
}

function atHome(config: Config, values: Values) {
  const { format = "conversational", command = "" } = values;
  const rows = { format: formatOf(format), passages: values.passages ?? false };
  return tune(config, { ...rows, command, seed: seed(values), say });
}

function atVendor(config: Config, values: Values) {
  const { model = "", format = "openai-chat", send = false, command } = values;
  if (command !== undefined) throw new UsageError("Give --command or --model, not both.");
  if (format !== "openai-chat" && format !== "openai-preference")
    throw new UsageError("--format must be openai-chat or openai-preference with --model.");
  const rows = { format, passages: values.passages ?? false } as const;
  return tuneAtVendor(config, { ...rows, model, ...priced(values), send, seed: seed(values), say });
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

function chosen(config: Config, { model }: Pick<Values, "model">) {
  const run = loop.runs(config).findLast((one) => !one.erased && (model === undefined || one.model === model));
  if (run) return run;
  throw new NotThereError(
    model === undefined
      ? "There is no trained model yet. Run: npm run finetune -- train"
      : `There is no model ${model}. See: npm run finetune -- runs`,
  );
}

/** A run without its question-by-question verdicts, of which there are thousands. */
function summary(run: ReturnType<typeof chosen> | null) {
  if (run === null) return { model: null, reason: "no intent has enough approved turns yet" };
  const { evaluations, ...facts } = run;
  return { ...facts, evaluated: evaluations !== null };
}

const say = (line: string) => void process.stderr.write(`${line}\n`);
