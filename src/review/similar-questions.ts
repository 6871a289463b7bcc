import type { Kysely } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { Considered, SimilarQuestions } from "../protocol/review.ts";
import { keptQuestion } from "./asked-words.ts";
import { sameWords } from "./respell.ts";
import type { LiveVerifiedAnswers } from "./verified-answers.ts";

/** Newest answered questions that are looked through: each costs about a tenth of a millisecond. */
const LOOKED_THROUGH = 2_000;
/** Of these, how many are placed among all answers, at about 10 ms each. */
const PLACED = 15;
/** As many as are read with a glance. */
const OFFERED = 5;
/** Less near a question seldom asks for the same: see the decision page on verified answers. */
const NEAR = 0.3;

type Ports = {
  db: Kysely<ConversationTables>;
  verified: {
    nearness: LiveVerifiedAnswers["nearness"];
    consider: (question: string) => Promise<Pick<Considered, "answerId" | "served" | "verbatim" | "difference">>;
  };
  /** Takes personal data out: what is offered is what would be kept. */
  anonymous: (text: string) => string;
};

/** What customers asked that a verified answer may be meant for, although it is not given for it yet. */
export async function similarQuestions(
  answerId: string,
  { db, verified, anonymous }: Ports,
): Promise<SimilarQuestions> {
  const asked = await newestQuestions(db);
  const texts = asked.map(({ text }) => text);
  const offered = await placesToOffer(answerId, texts, verified);
  return {
    questions: offered.map((at) => ({
      questionId: asked[at]!.questionId,
      text: keptQuestion(asked[at]!.text, anonymous),
    })),
  };
}

/** Which of the questions are nearer to the answer than to all others and are not given it, nearest first. */
export async function placesToOffer(
  answerId: string,
  questions: readonly string[],
  { nearness, consider }: Ports["verified"],
): Promise<number[]> {
  const near = await nearness(answerId, questions);
  const nearest = [...near.keys()]
    .filter((at) => near[at]! >= NEAR)
    .sort((one, other) => near[other]! - near[one]!)
    .slice(0, PLACED);

  const offered: number[] = [];
  for (const at of nearest) {
    const considered = await consider(questions[at]!);
    const { served, verbatim, difference } = considered;
    if (considered.answerId !== answerId || served || verbatim) continue;
    // Another new word may be another wording, which a person tells; one of these is another question.
    if (difference && (difference.decisive.length > 0 || difference.negated || difference.counting)) continue;
    offered.push(at);
    if (offered.length === OFFERED) break;
  }
  return offered;
}

/** Each wording once, as it was asked last. */
async function newestQuestions(db: Kysely<ConversationTables>) {
  const rows = await db
    .selectFrom("answers")
    .innerJoin("messages", "messages.id", "answers.reply_to")
    .select(["messages.id as questionId", "messages.text"])
    .where("answers.finished_at", "is not", null)
    .where("answers.route", "not in", ["small-talk", "person"])
    .orderBy("answers.finished_at", "desc")
    .limit(LOOKED_THROUGH)
    .execute();
  const byWords = new Map<string, (typeof rows)[number]>();
  for (const row of rows) if (!byWords.has(sameWords(row.text))) byWords.set(sameWords(row.text), row);
  return [...byWords.values()];
}
