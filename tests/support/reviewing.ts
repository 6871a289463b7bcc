import { projectRoot } from "../../src/config.ts";
import type { Database } from "../../src/conversations/database.ts";
import { ordinaryWords } from "../../src/privacy/ordinary-words.ts";
import { readAccuracy } from "../../src/review/libsql-queue.ts";
import { liveAnswers } from "../../src/review/libsql-reviews.ts";
import { reviewDesk } from "../../src/review/review-desk.ts";
import { reviewQueue } from "../../src/review/review-queue.ts";
import { liveVerifiedAnswers, verifiedAnswersView } from "../../src/review/verified-answers.ts";
import type { Knowledge } from "../../src/search/knowledge.ts";
import { readProbes } from "../../src/search/probes.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { reviewRoutes } from "../../src/server/review-routes.ts";
import type { StaffRoute } from "../../src/server/staff-api.ts";

/** The routes of reviewing over a database, as the product puts them together, without the learning for the search. */
export function reviewing(database: Database, documentation: Knowledge, clock: () => number): StaffRoute[] {
  const knowledge = { current: () => documentation };
  const verified = liveVerifiedAnswers({
    load: () => liveAnswers(database.db),
    background: readProbes(projectRoot()),
    embedder: defaultEmbedder(projectRoot()),
    isOrdinary: ordinaryWords(projectRoot()),
    knowledge,
  });
  return reviewRoutes({
    desk: reviewDesk({
      database,
      knowledge,
      onVerifiedChanged: verified.changed,
      onApprovedChanged: () => {},
      clock,
    }),
    verifiedAnswers: () => verifiedAnswersView(verified, knowledge),
    queue: () => reviewQueue(database.db, documentation),
    accuracy: () => readAccuracy(database.db),
  });
}
