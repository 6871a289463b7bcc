import { composeSearchAids } from "../compose-search.ts";
import { readConfig } from "../config.ts";
import { ingest } from "../ingest/ingest.ts";
import { indexFolder } from "../ingest/knowledge-folder.ts";
import type { Ranking } from "../search/ranking.ts";
import { ask, type Outcome, summary, worth } from "./bench-ask.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { readQuestions } from "./questions-file.ts";

const help = `
Usage: npm run bench -- tune --knowledge DIR --questions FILE.jsonl [--json]

Cross-tuning: the weights that are best on the even questions are reported on the odd ones, and the reverse, beside the
weights that ship. What is gained on one half and not on the other is chance.
`;

const options = { knowledge: { type: "string" }, questions: { type: "string" }, json: { type: "boolean" } } as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

const GRID = { bigrams: [0, 0.25, 0.5, 0.75], dense: [0, 0.15, 0.3, 0.45], synonyms: [0, 0.3], page: [0, 0.25] };

type Values = ValuesOf<typeof options>;
type Trial = { ranking: Partial<Ranking>; outcomes: Outcome[] };

async function run({ knowledge, questions: file, json }: Values, words: string[]): Promise<void> {
  if (!knowledge || !file || words.length > 0) throw new UsageError("--knowledge DIR and --questions FILE are needed.");
  const config = readConfig();
  const aids = await composeSearchAids(config);
  const { dataDir } = config;
  await ingest({ knowledgeDir: knowledge, dataDir, serve: false, aids });
  const folder = indexFolder(dataDir, knowledge);
  const questions = readQuestions(file).filter(({ relevant, history }) => relevant.length > 0 && history.length === 0);

  const shipped = await ask(folder, questions, {}, aids);
  const trials: Trial[] = [];
  for (const ranking of combinations()) trials.push({ ranking, outcomes: await ask(folder, questions, ranking, aids) });
  const rows = [0, 1].map((half) => {
    const best = bestOf(trials, half);
    const other = 1 - half;
    const tuned = summary(halfOf(best.outcomes, other));
    return {
      half: NAMES[other],
      tunedOn: NAMES[half],
      ...best.ranking,
      ...tuned,
      shipped: summary(halfOf(shipped, other)),
    };
  });
  const held = [0, 1].flatMap((half) => halfOf(bestOf(trials, half).outcomes, 1 - half));
  const result = { trials: trials.length, rows, crossTuned: summary(held), shipped: summary(shipped) };
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, null, 2)}\n`);
}

const NAMES = ["even", "odd"];

function combinations(): Partial<Ranking>[] {
  return Object.entries(GRID).reduce<Partial<Ranking>[]>(
    (all, [name, values]) => all.flatMap((ranking) => values.map((value) => ({ ...ranking, [name]: value }))),
    [{}],
  );
}

const halfOf = (outcomes: Outcome[], half: number) => outcomes.filter((_, at) => at % 2 === half);

function bestOf(trials: Trial[], half: number): Trial {
  const total = ({ outcomes }: Trial) => halfOf(outcomes, half).reduce((sum, outcome) => sum + worth(outcome), 0);
  return trials.reduce((best, trial) => (total(trial) > total(best) ? trial : best));
}
