import { sql, type Transaction } from "kysely";
import type { ConversationStore } from "./conversation-store.ts";
import type { ConversationTables } from "./conversation-tables.ts";
import { type Database, openDatabase } from "./database.ts";
import { answerRecord, answerState, finishAnswer, openAnswers, rateAnswer, startAnswer } from "./libsql-answers.ts";
import { keepDraft, undrafted } from "./libsql-drafts.ts";
import { eraseConversation, wasErased } from "./libsql-erasure.ts";
import { keepEmail, keepHumanRequest, keepQuestion } from "./libsql-questions.ts";
import { keepCustomer, keepReply, transfer } from "./libsql-staff-turns.ts";
import { changeOwner, readHistory, readTimeline } from "./libsql-timeline.ts";
import { migrations } from "./migrations.ts";

/** A store with a database of its own. Throws DatabaseUnusableError. */
export function libsqlConversationStore(file: string): ConversationStore {
  return conversationsIn(openDatabase(file));
}

/** The store closes the database. */
export function conversationsIn({ db, write }: Database): ConversationStore {
  return {
    keepQuestion: (question) => write((tables) => keepQuestion(tables, question)),
    timeline: (conversationId, cursor) => readTimeline(db, conversationId, cursor),
    openAnswers: () => openAnswers(db),
    startAnswer: (answerId, attempt) =>
      attempt.first ? startAnswer(db, answerId, attempt) : write((tables) => startAnswer(tables, answerId, attempt)),
    finishAnswer: (answerId, answer, at) => write((tables) => finishAnswer(tables, answerId, answer, at)),
    answerState: (conversationId, messageId) => answerState(db, conversationId, messageId),
    answerRecord: (answerId) => answerRecord(db, answerId),
    rateAnswer: (conversationId, rating, at) => write((tables) => rateAnswer(tables, conversationId, rating, at)),
    keepHumanRequest: (request) => write((tables) => keepHumanRequest(tables, request)),
    keepEmail: (email) => write((tables) => keepEmail(tables, email)),
    transfer: (asked) => write((tables) => transfer(tables, asked)),
    keepReply: (reply) => write((tables) => keepReply(tables, reply)),
    turnsBefore: (conversationId, cursor, limit) => readHistory(db, conversationId, cursor, limit),
    keepDraft: (draft) => write((tables) => keepDraft(tables, draft)),
    undrafted: () => undrafted(db),
    keepCustomer: (conversationId, customer) => write((tables) => keepCustomer(tables, conversationId, customer)),
    changeOwner: (conversationId, owner, at) => write((tables) => changeOwner(tables, conversationId, owner, at)),
    erase: (conversationId, erasure) => write((tables) => eraseConversation(tables, conversationId, erasure)),
    wasErased: (conversationId) => wasErased(db, conversationId),
    check: () => write(writeNothingNew),
    close: () => db.destroy(),
  };
}

/** A disk that is full, read-only or gone still reads what is in memory: only a write that is flushed shows that it works. */
async function writeNothingNew(tables: Transaction<ConversationTables>): Promise<void> {
  await sql.raw(`PRAGMA user_version = ${migrations.length}`).execute(tables);
}
