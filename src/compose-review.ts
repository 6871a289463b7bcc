import { router } from "./answer/route.ts";
import type { VerifiedAnswers } from "./answer/verified-reply.ts";
import { learning, readKept } from "./compose-learned.ts";
import { redactionRules } from "./compose-privacy.ts";
import type { Config } from "./config.ts";
import type { Database } from "./conversations/database.ts";
import { ordinaryWords } from "./privacy/ordinary-words.ts";
import { mask } from "./privacy/redact.ts";
import { auditedReviews, type NoteReview } from "./review/audited-reviews.ts";
import { readAccuracy } from "./review/libsql-queue.ts";
import { liveAnswers, readTurn } from "./review/libsql-reviews.ts";
import { phrasingDesk } from "./review/phrasing-desk.ts";
import { type ReviewDesk, reviewDesk } from "./review/review-desk.ts";
import { reviewQueue } from "./review/review-queue.ts";
import { similarQuestions } from "./review/similar-questions.ts";
import { tryQuestion } from "./review/try-question.ts";
import { type LiveVerifiedAnswers, liveVerifiedAnswers, verifiedAnswersView } from "./review/verified-answers.ts";
import type { KnowledgeSource } from "./search/knowledge.ts";
import { readProbes } from "./search/probes.ts";
import { defaultEmbedder } from "./search/static-embedder.ts";
import { reviewRoutes } from "./server/review-routes.ts";
import type { StaffRoute } from "./server/staff-api.ts";
import type { StaffDesk } from "./staff/staff-desk.ts";

export type ComposedReview = {
  desk: ReviewDesk;
  verified: LiveVerifiedAnswers;
  routes: StaffRoute[];
  /** Turns were erased: what was learnt from them goes out of memory and index. */
  forget: () => void;
};

type Workings = {
  accounts: Pick<StaffDesk, "audit">;
  /** Takes personal data out. */
  anonymous: (text: string) => string;
  newId: () => string;
  clock: () => number;
  announce: (line: string) => void;
};

/** Reviewing, and the verified answers that come of it, over the database of the conversations. */
export function composeReview(
  config: Config,
  database: Database,
  knowledge: KnowledgeSource,
  { accounts, anonymous, newId, clock, announce }: Workings,
): ComposedReview {
  const verified = verifiedFrom(config, knowledge, () => liveAnswers(database.db));
  const learn = learning(config, announce);
  const forget = () => {
    verified.changed();
    learn();
  };
  const unlogged = reviewDesk({
    database,
    knowledge,
    anonymous,
    onVerifiedChanged: verified.changed,
    onApprovedChanged: learn,
    clock,
  });
  const { db } = database;
  const note: NoteReview = async (staffId, action, answerId, detail) => {
    const turn = await readTurn(db, answerId);
    await accounts.audit(staffId, action, turn?.conversationId ?? null, detail);
  };
  const desk = auditedReviews(unlogged, note);
  const routeOf = router();
  const phrasings = phrasingDesk({ database, anonymous, onChanged: forget, note, newId, clock });
  const routes = reviewRoutes({
    desk,
    phrasings,
    verifiedAnswers: () => verifiedAnswersView(verified, knowledge, phrasings.added),
    similarQuestions: (answerId) => similarQuestions(answerId, { db, verified, anonymous }),
    consider: (text) => tryQuestion(text, { routeOf, verified }),
    queue: () => reviewQueue(db, knowledge.current()),
    accuracy: () => readAccuracy(db),
  });
  return { desk, verified, routes, forget };
}

/** For command lines, which may run beside a server: what the data folder holds when the first question comes. */
export function keptVerifiedAnswers(config: Config, knowledge: KnowledgeSource): VerifiedAnswers {
  return verifiedFrom(config, knowledge, async () => (await readKept(config, liveAnswers)) ?? []);
}

function verifiedFrom(
  config: Config,
  knowledge: KnowledgeSource,
  load: Parameters<typeof liveVerifiedAnswers>[0]["load"],
): LiveVerifiedAnswers {
  const { root } = config;
  const rules = redactionRules(config);
  return liveVerifiedAnswers({
    load,
    mask: (text) => {
      const { texts, reveal } = mask([text], rules);
      return { text: texts[0]!, reveal };
    },
    background: readProbes(root),
    embedder: defaultEmbedder(root),
    isOrdinary: ordinaryWords(root),
    knowledge,
  });
}
