import type { Kysely } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { Database } from "../conversations/database.ts";
import type { ReplayHead, ReplayResult } from "../protocol/replays.ts";
import type { ReplayQuestion } from "./replay-questions.ts";

export type KeptReplay = Omit<ReplayHead, "state" | "done" | "questions"> & { cancelledAt: number | null };
export type KeptRow = { place: number; question: ReplayQuestion; result: ReplayResult | null };

type Connection = Pick<Database, "db" | "write">;

/** The replay with all its questions, none of them asked yet. */
export function keepReplay(
  { write }: Connection,
  replay: KeptReplay,
  questions: readonly ReplayQuestion[],
): Promise<void> {
  return write(async (tables) => {
    const { replayId, judge, startedAt, cancelledAt, ...named } = replay;
    const kept = { id: replayId, ...named, judged: judge ? 1 : 0, started_at: startedAt, cancelled_at: cancelledAt };
    await tables.insertInto("prompt_replays").values(kept).execute();
    for (const [place, question] of questions.entries()) {
      const row = { replay_id: replayId, place, answer_id: question.answerId, question: JSON.stringify(question) };
      await tables
        .insertInto("prompt_replay_questions")
        .values({ ...row, result: null })
        .execute();
    }
  });
}

export async function keepResult(
  { write }: Connection,
  replayId: string,
  place: number,
  result: ReplayResult,
): Promise<void> {
  await write((tables) =>
    tables
      .updateTable("prompt_replay_questions")
      .set({ result: JSON.stringify(result) })
      .where("replay_id", "=", replayId)
      .where("place", "=", place)
      .execute(),
  );
}

export async function markCancelled({ write }: Connection, replayId: string, at: number | null): Promise<void> {
  await write((tables) =>
    tables.updateTable("prompt_replays").set({ cancelled_at: at }).where("id", "=", replayId).execute(),
  );
}

/** Newest first, or the one that is named, with how far each has come. */
export async function readReplays(
  db: Kysely<ConversationTables>,
  { limit, replayId }: { limit: number; replayId?: string },
): Promise<(KeptReplay & { done: number; questions: number })[]> {
  const rows = await db
    .selectFrom("prompt_replays")
    .selectAll()
    .select(({ selectFrom }) => [
      selectFrom("prompt_replay_questions")
        .select(({ fn }) => fn.countAll<number>().as("all"))
        .whereRef("replay_id", "=", "prompt_replays.id")
        .as("questions"),
      selectFrom("prompt_replay_questions")
        .select(({ fn }) => fn.count<number>("result").as("done"))
        .whereRef("replay_id", "=", "prompt_replays.id")
        .as("done"),
    ])
    .$if(replayId !== undefined, (query) => query.where("id", "=", replayId!))
    .orderBy("started_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id, judged, started_at, cancelled_at, questions, done, ...named }) => ({
    ...named,
    replayId: id,
    judge: judged === 1,
    startedAt: started_at,
    cancelledAt: cancelled_at,
    questions: questions ?? 0,
    done: done ?? 0,
  }));
}

export async function readReplayRows(db: Kysely<ConversationTables>, replayId: string): Promise<KeptRow[]> {
  const rows = await db
    .selectFrom("prompt_replay_questions")
    .select(["place", "question", "result"])
    .where("replay_id", "=", replayId)
    .orderBy("place")
    .execute();
  return rows.map(({ place, question, result }) => ({
    place,
    question: JSON.parse(question) as ReplayQuestion,
    result: result === null ? null : (JSON.parse(result) as ReplayResult),
  }));
}
