import type { Transaction } from "kysely";
import { router } from "../answer/route.ts";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { Database } from "../conversations/database.ts";
import { refusal } from "../conversations/refusal.ts";
import type { NewPhrasing } from "../protocol/phrasings.ts";
import type { Refusal } from "../protocol/visitor.ts";
import { keptQuestion } from "./asked-words.ts";
import type { NoteReview } from "./audited-reviews.ts";
import { liveAnswers } from "./libsql-reviews.ts";
import { sameWords } from "./respell.ts";

type Tables = Transaction<ConversationTables>;

/** Each is placed anew at every change, and what a hundred wordings have not told, another one will not. */
const MOST = 100;

export type PhrasingDeskPorts = {
  database: Database;
  /** Takes personal data out of what a customer or a colleague wrote. */
  anonymous: (text: string) => string;
  /** The phrasings are others now. */
  onChanged: () => void;
  note: NoteReview;
  newId: () => string;
  clock: () => number;
};

/** `text` as it is kept: without personal data. */
export type Added = { ok: true; text: string };
export type AddedPhrasing = { phrasingId: string; text: string };

export type PhrasingDesk = {
  /** Words that the answer has already are added once. Those of another answer are refused: of two, neither may serve. */
  add(answerId: string, phrasing: NewPhrasing, staffId: string): Promise<Added | Refusal>;
  remove(phrasingId: string, staffId: string): Promise<boolean>;
  /** Takes back that an answer is not for a question. @param id the reply that was judged */
  readmit(id: string, staffId: string): Promise<boolean>;
  added(): Promise<AddedPhrasing[]>;
};

/** Further wordings of a verified answer, which staff write or take from what customers asked. */
export function phrasingDesk({
  database: { db, write },
  anonymous,
  onChanged,
  note,
  newId,
  clock,
}: PhrasingDeskPorts): PhrasingDesk {
  async function keep(tables: Tables, answerId: string, given: NewPhrasing) {
    const questionId = "questionId" in given ? given.questionId : null;
    const written = "text" in given ? given.text : await questionOf(tables, given.questionId);
    if (written === undefined) return refusal("not-found", "There is no such question.");
    const phrasing = keptQuestion(written, anonymous);
    const fit = fitOf(phrasing, await liveAnswers(tables), answerId);
    if (fit === "new") {
      const row = { id: newId(), answer_id: answerId, text: phrasing, question_id: questionId, added_at: clock() };
      await tables.insertInto("verified_phrasings").values(row).execute();
    }
    return fit === "new" || fit === "known" ? { ok: true as const, text: phrasing, isNew: fit === "new" } : fit;
  }

  return {
    async add(answerId, phrasing, staffId) {
      const kept = await write((tables) => keep(tables, answerId, phrasing));
      if (!kept.ok) return kept;
      const { isNew, ...added } = kept;
      if (isNew) await note(staffId, "add-phrasing", answerId, "");
      if (isNew) onChanged();
      return added;
    },
    async remove(phrasingId, staffId) {
      const answerId = await write((tables) => drop(tables, phrasingId));
      if (answerId === undefined) return false;
      await note(staffId, "remove-phrasing", answerId, "");
      onChanged();
      return true;
    },
    async readmit(id, staffId) {
      const gone = await write((tables) =>
        tables.deleteFrom("verified_exclusions").where("id", "=", id).returning("answer_id").executeTakeFirst(),
      );
      if (!gone) return false;
      await note(staffId, "remove-exclusion", gone.answer_id, "");
      onChanged();
      return true;
    },
    added: () => db.selectFrom("verified_phrasings").select(["id as phrasingId", "text"]).execute(),
  };
}

type Live = Awaited<ReturnType<typeof liveAnswers>>;

/** What is answered before any verified answer is looked for. */
const routeOf = router();
const NEVER_SERVED = {
  "small-talk": "Greetings and thanks are answered before verified answers: these words would never get this one.",
  person: "A request for a person goes to the team before verified answers: these words would never get this one.",
};

function fitOf(phrasing: string, live: Live, answerId: string): "new" | "known" | Refusal {
  const words = sameWords(phrasing);
  const holder = live.find(({ questions }) => questions.some((one) => sameWords(one) === words));
  if (words === "") return refusal("invalid", "A phrasing needs words.");
  const { route } = routeOf(phrasing);
  if (route !== "documentation") return refusal("invalid", NEVER_SERVED[route]);
  const answer = live.find(({ id }) => id === answerId);
  if (!answer) return refusal("not-found", "There is no such verified answer.");
  if (answer.excluded?.some(({ text }) => sameWords(text) === words)) {
    return refusal("conflict", "A verdict says that this answer is not for these words: take that back first.");
  }
  if (holder === answer) return "known";
  if (holder) return refusal("conflict", "Another verified answer is given for these words.");
  return answer.questions.length < MOST ? "new" : refusal("invalid", `An answer has at most ${MOST} phrasings.`);
}

async function questionOf(tables: Tables, questionId: string): Promise<string | undefined> {
  const found = tables.selectFrom("messages").select("text").where("id", "=", questionId);
  return (await found.where("author", "=", "customer").executeTakeFirst())?.text;
}

async function drop(tables: Tables, phrasingId: string): Promise<string | undefined> {
  const gone = tables.deleteFrom("verified_phrasings").where("id", "=", phrasingId).returning("answer_id");
  return (await gone.executeTakeFirst())?.answer_id;
}
