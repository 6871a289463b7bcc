import { router } from "../../src/answer/route.ts";
import { projectRoot } from "../../src/config.ts";
import type { Database } from "../../src/conversations/database.ts";
import { ordinaryWords } from "../../src/privacy/ordinary-words.ts";
import { readAccuracy } from "../../src/review/libsql-queue.ts";
import { liveAnswers } from "../../src/review/libsql-reviews.ts";
import { phrasingDesk } from "../../src/review/phrasing-desk.ts";
import { reviewDesk } from "../../src/review/review-desk.ts";
import { reviewQueue } from "../../src/review/review-queue.ts";
import { similarQuestions } from "../../src/review/similar-questions.ts";
import { tryQuestion } from "../../src/review/try-question.ts";
import { liveVerifiedAnswers, verifiedAnswersView } from "../../src/review/verified-answers.ts";
import type { Knowledge } from "../../src/search/knowledge.ts";
import { readProbes } from "../../src/search/probes.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { reviewRoutes } from "../../src/server/review-routes.ts";
import type { StaffRoute } from "../../src/server/staff-api.ts";

const anonymous = (text: string) => text.replace(/\S+@\S+/g, "[EMAIL_1]");

/** The routes of reviewing over a database, as the product puts them together, without the learning for the search. */
export function reviewing(
  database: Database,
  documentation: Knowledge,
  clock: () => number,
  log: string[][] = [],
): StaffRoute[] {
  const knowledge = { current: () => documentation };
  const verified = liveVerifiedAnswers({
    load: () => liveAnswers(database.db),
    background: readProbes(projectRoot()),
    embedder: defaultEmbedder(projectRoot()),
    isOrdinary: ordinaryWords(projectRoot()),
    knowledge,
    mask: (text) => ({ text: anonymous(text), reveal: (masked) => masked }),
  });
  const phrasings = phrasingDesk({
    database,
    anonymous,
    onChanged: verified.changed,
    note: async (...entry) => void log.push(entry),
    newId: () => `phrasing-${clock()}`,
    clock,
  });
  return reviewRoutes({
    desk: reviewDesk({
      database,
      knowledge,
      anonymous,
      onVerifiedChanged: verified.changed,
      onApprovedChanged: () => {},
      clock,
    }),
    phrasings,
    similarQuestions: (answerId) => similarQuestions(answerId, { db: database.db, verified, anonymous }),
    consider: (text) => tryQuestion(text, { routeOf: router(), verified }),
    verifiedAnswers: () => verifiedAnswersView(verified, knowledge, phrasings.added),
    queue: () => reviewQueue(database.db, documentation),
    accuracy: () => readAccuracy(database.db),
  });
}
