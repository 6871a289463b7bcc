import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { liveKnowledge } from "../compose-answers.ts";
import { composeModel } from "../compose-model.ts";
import { composePrompts } from "../compose-prompts.ts";
import { intentOf } from "../compose-tuned.ts";
import type { Config } from "../config.ts";
import type { Database } from "../conversations/database.ts";
import type { ReplayDesk } from "../prompts/replay-desk.ts";
import type { ReplayView, SideFigures, StartReplay } from "../protocol/replays.ts";
import { UsageError, wholeNumber } from "./command-line.ts";
import { readQuestions } from "./questions-file.ts";

export type ReplayValues = {
  questions?: string;
  last?: string;
  reviewed?: string;
  resume?: string;
  author?: string;
  judge?: boolean;
};

/** Replays a version against another one and waits for the end; Ctrl-C leaves it to be resumed. */
export async function replayPrompts(
  config: Config,
  database: Database,
  versions: { candidate: string; baseline: string },
  values: ReplayValues,
): Promise<ReplayView> {
  const model = await composeModel(config);
  const faults: unknown[] = [];
  const { replays } = composePrompts(
    config,
    database,
    { knowledge: await liveKnowledge(config), model, intentOf: intentOf(config) },
    { clock: () => Date.now(), newId, onFault: (fault) => faults.push(fault) },
  );
  const replayId = await begin(replays, versions, values);
  await untilOver(replays, replayId);
  if (faults.length > 0) throw faults[0];
  return (await replays.read(replayId))!;
}

const newId = () => randomBytes(16).toString("base64url");

async function begin(
  replays: ReplayDesk,
  versions: { candidate: string; baseline: string },
  { resume, judge = false, author = "command line", ...values }: ReplayValues,
): Promise<string> {
  if (resume !== undefined) {
    if (!(await replays.resume(resume))) throw new Error(`There is no replay ${resume}.`);
    return resume;
  }
  const started = await replays.start({ ...versions, questions: questionsOf(values), judge }, author);
  if (started.kind === "refused") throw new Error(started.reason);
  return started.replayId;
}

function questionsOf({ questions, last, reviewed }: ReplayValues): StartReplay["questions"] {
  if ([questions, last, reviewed].filter((one) => one !== undefined).length !== 1)
    throw new UsageError("Name the questions: one of --questions FILE, --last N and --reviewed N.");
  if (last !== undefined) return { from: "last", count: wholeNumber("last", last) };
  if (reviewed !== undefined) return { from: "reviewed", count: wholeNumber("reviewed", reviewed) };
  const lines = readQuestions(questions!).map(({ question, history, answer }) => ({
    question,
    history,
    ...(answer !== undefined && { answer }),
  }));
  return { from: "lines", lines };
}

const PROGRESS_EVERY_MS = 1_000;

async function untilOver(replays: ReplayDesk, replayId: string): Promise<void> {
  const over = replays.idle().then(() => true);
  while (!(await Promise.race([over, wait(PROGRESS_EVERY_MS, false)]))) {
    const view = await replays.read(replayId);
    process.stderr.write(`${view?.done} of ${view?.questions} questions\n`);
  }
}

/** What a person reads: both sides, the paired verdict, and what changed. */
export function replayText({ replayId, candidate, baseline, summary, rows }: ReplayView): string {
  if (!summary) return `${replayId}: nothing was replayed yet.`;
  const { checks, judge, agreement, flips } = summary;
  const figures = (name: string, side: SideFigures) =>
    `${name}  answered ${percent(side.answered)}  score ${round(side.score)}  p50 ${side.msP50} ms  p95 ${side.msP95} ms  tokens ${side.promptTokens}+${side.completionTokens}  failed ${JSON.stringify(side.failed)}`;
  const paired = (name: string, { verdict, wins, losses, ties, p, difference, interval }: typeof checks) =>
    `${name}: ${WORDS[verdict]} (${wins} won, ${losses} lost, ${ties} tied, p ${round(p)}; ${round(difference)} [${round(interval.low)}, ${round(interval.high)}])`;
  return [
    `Replay ${replayId}, ${summary.questions} questions`,
    figures(candidate, summary.candidate),
    figures(baseline, summary.baseline),
    paired("By the checks", checks),
    ...(judge ? [paired("By the judge", judge)] : []),
    ...(agreement ? [`Judge and staff agree on ${agreement.agree} of ${agreement.of} answers`] : []),
    `Answered by one side alone: ${flips.gained} gained, ${flips.lost} lost`,
    `Different texts: ${rows.filter(({ result }) => result && result.candidate.text !== result.baseline.text).length}`,
  ].join("\n");
}

const WORDS = { better: "better", worse: "worse", alike: "no difference", "too-few": "not enough questions to tell" };
const round = (value: number) => Math.round(value * 1_000) / 1_000;
const percent = (share: number) => `${Math.round(share * 100)} %`;
