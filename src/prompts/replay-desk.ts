import type { AnswerQuestion } from "../answer/answer-question.ts";
import type { Database } from "../conversations/database.ts";
import type { ModelPrices } from "../models/model-prices.ts";
import type { PromptVersion } from "../protocol/prompts.ts";
import type { ReplayHead, ReplayResult, ReplaySide, ReplayView, StartReplay } from "../protocol/replays.ts";
import type { KnowledgeSource } from "../search/knowledge.ts";
import { type Judge, judgeAnswers } from "./judge-answers.ts";
import {
  type KeptReplay,
  keepReplay,
  keepResult,
  markCancelled,
  readReplayRows,
  readReplays,
} from "./libsql-replays.ts";
import type { Refused } from "./prompt-desk.ts";
import { type ReplayQuestion, readReplayQuestions } from "./replay-questions.ts";
import { replaySide } from "./replay-side.ts";
import { summaryOf } from "./replay-summary.ts";

export type ReplayPorts = {
  database: Pick<Database, "db" | "write">;
  knowledge: KnowledgeSource;
  read: (version: string) => Promise<PromptVersion | null>;
  live: () => Promise<string>;
  /** What answers under a version: documentation alone, so that only the version makes a difference. */
  deskUnder: (version: Pick<PromptVersion, "version" | "content">) => AnswerQuestion;
  /** null: no model is configured. */
  judge: () => Promise<Judge | null>;
  /** As they are now: what was replayed keeps its tokens. */
  prices: ModelPrices;
  newId: () => string;
  /** Milliseconds since the epoch, and monotonic ones. */
  clock: () => number;
  now: () => number;
  onFault: (fault: unknown) => void;
};

export type ReplayDesk = {
  /** Resolves when the questions are kept; they are asked behind it. */
  start(asked: StartReplay, author: string): Promise<{ kind: "started"; replayId: string } | Refused>;
  list(): Promise<ReplayHead[]>;
  read(replayId: string): Promise<ReplayView | null>;
  /** False when there is none. What was asked stays. */
  cancel(replayId: string): Promise<boolean>;
  /** Goes on behind the last answered question. */
  resume(replayId: string): Promise<boolean>;
  /** Resolves when nothing is replayed any more. */
  idle(): Promise<void>;
  /** Stops without cancelling: what is open can be resumed. */
  close(): Promise<void>;
};

const LISTED = 50;
export function replayDesk(ports: ReplayPorts): ReplayDesk {
  const { database, clock } = ports;
  const running = new Map<string, { abort: AbortController; over: Promise<void> }>();

  function run(replay: KeptReplay): void {
    const abort = new AbortController();
    const over = replayAll(replay, ports, abort.signal)
      .catch((fault) => (abort.signal.aborted ? undefined : ports.onFault(fault)))
      .finally(() => running.delete(replay.replayId));
    running.set(replay.replayId, { abort, over });
  }
  const kept = async (replayId: string) => (await readReplays(database.db, { limit: 1, replayId }))[0];
  const head = ({ cancelledAt, ...replay }: KeptReplay & { done: number; questions: number }): ReplayHead => {
    const state = running.has(replay.replayId) ? "running" : cancelledAt !== null ? "cancelled" : "interrupted";
    return { ...replay, state: replay.done === replay.questions ? "done" : state };
  };
  const stop = async (replayId: string) => {
    const one = running.get(replayId);
    one?.abort.abort();
    await one?.over;
  };

  return {
    async start(asked, author) {
      const baseline = asked.baseline ?? (await ports.live());
      for (const version of [asked.candidate, baseline])
        if (!(await ports.read(version)))
          return { kind: "refused", reason: `There is no version ${version}. Save it first.` };
      if (asked.judge && !(await ports.judge()))
        return { kind: "refused", reason: "Without a model nothing can be judged." };
      const questions = await readReplayQuestions(database.db, asked.questions);
      if (questions.length === 0) return { kind: "refused", reason: NOTHING[asked.questions.from] };

      const { candidate, judge } = asked;
      const named = { replayId: ports.newId(), candidate, baseline, source: asked.questions.from, author, judge };
      const replay = { ...named, startedAt: clock(), cancelledAt: null };
      await keepReplay(database, replay, questions);
      run(replay);
      return { kind: "started", replayId: replay.replayId };
    },
    list: async () => (await readReplays(database.db, { limit: LISTED })).map(head),
    async read(replayId) {
      const replay = await kept(replayId);
      if (!replay) return null;
      const rows = await readReplayRows(database.db, replayId);
      return {
        ...head(replay),
        summary: summaryOf(
          rows.flatMap(({ result }) => result ?? []),
          ports.prices,
        ),
        rows: rows.map(({ place, question: { text, answerId, reference }, result }) => ({
          place,
          question: text,
          answerId,
          reference,
          result,
        })),
      };
    },
    async cancel(replayId) {
      if (!(await kept(replayId))) return false;
      await markCancelled(database, replayId, clock());
      await stop(replayId);
      return true;
    },
    async resume(replayId) {
      const replay = await kept(replayId);
      if (!replay) return false;
      await markCancelled(database, replayId, null);
      if (!running.has(replayId)) run({ ...replay, cancelledAt: null });
      return true;
    },
    idle: async () => void (await Promise.all([...running.values()].map(({ over }) => over))),
    close: async () => void (await Promise.all([...running.keys()].map(stop))),
  };
}

const NOTHING = {
  last: "Nobody has asked the documentation anything yet.",
  reviewed: "Staff have given no verdict yet. Review some answers first.",
  lines: "There is no question.",
};

/** One question at a time: customers come first. Each result is kept before the next question is asked. */
async function replayAll(replay: KeptReplay, ports: ReplayPorts, signal: AbortSignal): Promise<void> {
  const [candidate, baseline] = [await ports.read(replay.candidate), await ports.read(replay.baseline)];
  if (!candidate || !baseline) throw new Error(`A version of the replay ${replay.replayId} is gone.`);
  const desks = { candidate: ports.deskUnder(candidate), baseline: ports.deskUnder(baseline) };
  const judge = replay.judge ? await ports.judge() : null;
  const { checks } = candidate.content;

  for (const { place, question, result } of await readReplayRows(ports.database.db, replay.replayId)) {
    if (signal.aborted) return;
    if (result !== null) continue;
    const side = (answer: AnswerQuestion) =>
      replaySide({ question, answer, checks, knowledge: ports.knowledge.current(), now: ports.now, signal });
    const sides = await inTurns(
      place,
      () => side(desks.candidate),
      () => side(desks.baseline),
    );
    const judged = judge && (await judgedPair(judge, question, sides, signal));
    if (signal.aborted) return;
    await keepResult(ports.database, replay.replayId, place, { ...sides, judged });
  }
}

/** What is asked second finds everything warm, so each side is second as often as the other. */
async function inTurns(place: number, candidate: () => Promise<ReplaySide>, baseline: () => Promise<ReplaySide>) {
  if (place % 2 === 0) return { candidate: await candidate(), baseline: await baseline() };
  const first = await baseline();
  return { candidate: await candidate(), baseline: first };
}

function judgedPair(
  judge: Judge,
  question: ReplayQuestion,
  { candidate, baseline }: Pick<ReplayResult, "candidate" | "baseline">,
  signal: AbortSignal,
) {
  return judgeAnswers(judge, { question, candidate: candidate.text, baseline: baseline.text, signal });
}
