import { UsageError } from "../src/cli/command-line.ts";
import type { Config } from "../src/config.ts";
import { readRegistry } from "../src/models/registry.ts";
import { askAdvice } from "./ask-advice.ts";
import { begun } from "./begun-runs.ts";
import { candidate } from "./candidate.ts";
import { boundOf, canary, decisionIn, documented, formatOf, priced, seed, type Values } from "./cli-options.ts";
import type { CollectReport } from "./collect.ts";
import { learntFrom } from "./learnt-from.ts";
import * as loop from "./loop.ts";
import { decideOn, discover } from "./new-intents.ts";
import { NotThereError } from "./not-there.ts";
import { begunRuns } from "./one-at-a-time.ts";
import { judgementOf } from "./promotion.ts";
import type { Run } from "./runs.ts";
import { erase, rollback, rollbackLine } from "./take-back.ts";
import { cancelTraining, trainings, tune, tuneAtVendor } from "./tune.ts";
import { adviceText } from "./words/advice-text.ts";
import { buildWords } from "./words/build-words.ts";
import { collectWords } from "./words/collect-words.ts";
import { discoveryTable } from "./words/discovery-table.ts";
import { erasureWords } from "./words/erasure-words.ts";
import { evaluationTable } from "./words/evaluation-table.ts";
import { runTable } from "./words/run-table.ts";
import { runsText } from "./words/runs-table.ts";
import { splitWords } from "./words/split-words.ts";
import { trainWords } from "./words/train-words.ts";
import { candidateWords, tuneWords } from "./words/tune-words.ts";

/** What a verb came to: the facts for programs, printed as JSON, and the words for people. */
export type Outcome = { facts: unknown; words: string };

/** `say` hears what goes on meanwhile. */
type Verb = (config: Config, values: Values, say: (line: string) => void) => Outcome | Promise<Outcome>;

/** What `npm run finetune -- NAME` does, but for `export`, which prints rows. */
export const verbs: Record<string, Verb> = {
  run: async (config, values, say) => {
    const { from = [], licence } = values;
    const asked = { from, licence, documented: documented(values), canary: canary(values), seed: seed(values) };
    const ran = await begun(loop.folderOf(config, "begun"), Date.now, () => loop.run(config, { ...asked, say }));
    return { facts: ran, words: runTable(ran) };
  },
  collect: async (config, { from = [], licence }) => {
    const { store, logs } = await loop.collect(config, from, licence);
    const counts = ({ conversations, redacted }: CollectReport) => ({ conversations, redacted });
    const facts = { store: store && counts(store), logs: logs.map((log) => ({ file: log.file, ...counts(log) })) };
    return { facts, words: collectWords({ store, logs }) };
  },
  build: async (config) => {
    const { kept, report } = await loop.build(config);
    return { facts: report, words: buildWords(kept, report) };
  },
  split: async (config) => {
    const { card, sides } = await loop.split(config);
    return { facts: card, words: splitWords(card, sides) };
  },
  train: async (config, values, say) => {
    const run = await loop.train(config, seed(values), say);
    const dataset = run?.dataset ?? loop.currentDataset(config);
    const learnt = await learntFrom(config, dataset, run);
    return { facts: { ...summary(run), untrained: learnt.untrained }, words: trainWords({ run, ...learnt }) };
  },
  evaluate: async (config, values, say) => {
    const before = chosen(config, values);
    const candidates = await loop.evaluate(config, before, { documented: documented(values), say });
    const run = chosen(config, before);
    const evaluations = run.evaluations ?? [];
    const words = evaluationTable({ run, evaluations, candidates, live: liveOf(config, run.model) });
    const facts = { ...summary(run), judgedOnTestSide: candidates, intents: evaluations.map(judgementOf) };
    return { facts, words };
  },
  promote: async (config, values) => {
    const share = canary(values);
    const { dataset, model } = chosen(config, values);
    const promoted = await loop.promote(config, model, share, values.intent ?? null);
    const facts = { dataset, model, ...promoted };
    return { facts, words: runTable(facts) };
  },
  candidate: async (config, values) => {
    const { training = null, url = null, name = null } = values;
    const run = await candidate(config, { training, url, name, bound: boundOf(values) });
    return { facts: summary(run), words: candidateWords(run) };
  },
  rollback: async (config, { intent, to }) => {
    if (!intent) throw new UsageError("--intent NAME is needed.");
    if (to !== undefined && to !== "documentation") throw new UsageError("--to must be documentation.");
    const { taken, ...facts } = await rollback(config, intent, to !== undefined);
    return { facts, words: rollbackLine({ ...facts, taken }) };
  },
  erase: async (config, { conversation = [], ahead = false }) => {
    if (conversation.length === 0) throw new UsageError("--conversation ID is needed.");
    const erased = await erase(config, conversation, ahead);
    return { facts: erased, words: erasureWords(erased) };
  },
  advise: async (config, values, say) => {
    const advice = await askAdvice(config, seed(values), say);
    return { facts: advice, words: adviceText(advice) };
  },
  discover: async (config, values) => {
    const decision = decisionIn(values);
    const result = decision ? await decideOn(config, decision) : await discovered(config, seed(values));
    return { facts: result, words: discoveryTable(result) };
  },
  tune: async (config, values, say) => {
    const tuned = await (values.model === undefined ? atHome : atVendor)(config, values, say);
    return { facts: tuned, words: tuneWords(tuned) };
  },
  runs: (config, { cancel }) => {
    const list = { runs: begunRuns(config), models: loop.runs(config).map(listed), trainings: trainings(config) };
    const result = cancel === undefined ? list : cancelTraining(config, cancel);
    return { facts: result, words: runsText(result) };
  },
};

/** The intents that a model serves, be it a part of the conversations. */
const liveOf = ({ dataDir }: Config, model: string): string[] =>
  Object.entries(readRegistry(dataDir).serving).flatMap(([intent, entry]) => (entry.model === model ? intent : []));

/** The questions of each group stay in its file: there may be thousands. */
async function discovered(config: Config, seed: number) {
  const { proposals, ...facts } = await discover(config, seed);
  return { ...facts, proposals: proposals.map(({ turns, texts, ...shown }) => shown) };
}

const atHome: Tuning = (config, values, say) => {
  const { format = "conversational", command = "" } = values;
  const rows = { format: formatOf(format), passages: values.passages ?? false };
  return tune(config, { ...rows, command, seed: seed(values), say });
};

const atVendor: Tuning = (config, values, say) => {
  const { model = "", format = "openai-chat", send = false, command } = values;
  if (command !== undefined) throw new UsageError("Give --command or --model, not both.");
  if (format !== "openai-chat" && format !== "openai-preference")
    throw new UsageError("--format must be openai-chat or openai-preference with --model.");
  const rows = { format, passages: values.passages ?? false } as const;
  return tuneAtVendor(config, { ...rows, model, ...priced(values), send, seed: seed(values), say });
};

type Tuning = (
  config: Config,
  values: Values,
  say: (line: string) => void,
) => ReturnType<typeof tune> | ReturnType<typeof tuneAtVendor>;

/** The one that was named, or the newest. Throws NotThereError. */
function chosen(config: Config, { model }: Pick<Values, "model">): Run {
  const run = loop.runs(config).findLast((one) => !one.erased && (model === undefined || one.model === model));
  if (run) return run;
  throw new NotThereError(
    model === undefined
      ? "There is no trained model yet. Run: npm run finetune -- train"
      : `There is no model ${model}. See: npm run finetune -- runs`,
  );
}

const summary = (run: Run | null) =>
  run === null ? { model: null, reason: "no intent has enough approved turns yet" } : listed(run);

/** Without its question-by-question verdicts, of which there are thousands. */
function listed({ evaluations, ...facts }: Run) {
  return { ...facts, evaluated: evaluations !== null };
}
