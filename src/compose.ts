import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { answerDesk } from "./answer/answer-question.ts";
import { CALIBRATED_CAUTION } from "./answer/retrieve.ts";
import { languageOf } from "./answer/spoken-language.ts";
import { WORDS_AT_ONCE } from "./answer/stream.ts";
import { warmUp } from "./answer/warm-up.ts";
import { composeAnswers, liveKnowledge, servingIndex } from "./compose-answers.ts";
import { composeCustomers } from "./compose-customers.ts";
import { composeInsights } from "./compose-insights.ts";
import { composeLearning } from "./compose-learning.ts";
import { composeModel, pricesFrom } from "./compose-model.ts";
import { redactionRules } from "./compose-privacy.ts";
import { docsNameOf, productNameOf } from "./compose-product.ts";
import { composePrompts } from "./compose-prompts.ts";
import { composeReview } from "./compose-review.ts";
import { composeStaff, openIdDoor } from "./compose-staff.ts";
import { composeStartPage } from "./compose-start.ts";
import { composeStore } from "./compose-store.ts";
import { composeTraces } from "./compose-traces.ts";
import { intentOf, tunedReplies } from "./compose-tuned.ts";
import type { Config } from "./config.ts";
import { openIdOf, openingHoursOf, originsOf } from "./config-lists.ts";
import { ANSWER_LIMITS } from "./conversations/conversation-desk.ts";
import { openDatabase } from "./conversations/database.ts";
import { modelSignals } from "./conversations/harm-signals.ts";
import { threadedConversations } from "./conversations/threaded-conversation-store.ts";
import { systemTimers } from "./conversations/timers.ts";
import { ingestedDocumentation } from "./ingest/documentation.ts";
import { processRenderer } from "./ingest/page-renderer.ts";
import { watchedReplies } from "./intents/watched-replies.ts";
import { readAdvice } from "./models/advice-file.ts";
import type { ChatFailure } from "./models/chat-model.ts";
import { changeRegistry } from "./models/registry.ts";
import { servingRegistry } from "./models/serving-registry.ts";
import { redact, redactText } from "./privacy/redact.ts";
import { adviceRoutes } from "./server/advice-routes.ts";
import { createServer, HTTP_PATIENCE, type Server } from "./server/create-server.ts";
import { identityReader } from "./server/customer-identity.ts";
import { docsPages } from "./server/docs-pages.ts";
import { FLOOD_LIMITS } from "./server/flood-gate.ts";
import { createLogger } from "./server/logger.ts";
import { prometheusMetrics } from "./server/metrics.ts";
import { rateLimiter, VISITOR_RATE_LIMITS } from "./server/rate-limit.ts";
import { readOrMakeSecret } from "./server/secret-file.ts";
import { visitorTokens } from "./server/visitor-tokens.ts";
import type { StaffDesk } from "./staff/staff-desk.ts";

/** How long open answers may go on after Ctrl-C; those left are answered after the next start. */
const DRAIN_MS = 10_000;

/** A quoted answer appears at ten milliseconds a word, a quick reader's pace, instead of jumping onto the page. */
const PACE_MS = 10 * WORDS_AT_ONCE;

/** Between two questions of the warm-up: it takes some ten seconds, and a fifth of one core. */
const WARM_UP_PAUSE_MS = 20;

/** Answers from the documentation alone, whatever is configured. */
const QUOTING = { writer: null, contactText: "", caution: CALIBRATED_CAUTION, now: () => 0, pace: async () => {} };

/** At least 128 random bits, so that an id cannot be guessed. */
const newId = () => randomBytes(16).toString("base64url");

export type ComposedServer = {
  server: Server;
  accounts: StaffDesk;
  /** See warm-up.ts; for a server that listens already. Never rejects. */
  warmUp(): Promise<void>;
};

/**
 * The server over the data folder, which the caller has locked, and the accounts of those who work with it. Throws
 * DatabaseUnusableError, SecretUnusableError.
 */
export async function composeServer(config: Config): Promise<ComposedServer> {
  const clock = () => Date.now();
  const database = openDatabase(join(config.dataDir, "switchboard.db"));
  const rules = redactionRules(config);
  const logger = createLogger(config.LOG_LEVEL, (text) => redactText(text, rules));
  const report = (failure: ChatFailure) => logger.warn(failure, "a call of the model failed");
  const knowledge = await liveKnowledge(config, (line) => logger.warn(line));
  const registry = servingRegistry(config.dataDir, (line) => logger.warn(line));
  const staff = composeStaff(database, knowledge, {
    clock,
    newId,
    redact: (texts) => redact(texts, rules).texts,
    prices: pricesFrom(config),
    openId: openIdDoor(openIdOf(config), (fault) => logger.warn({ err: fault }, "a sign-in by OpenID Connect failed")),
  });
  const documentation = ingestedDocumentation(() => servingIndex(config));
  const clientDir = join(config.root, "dist", "client");
  const anonymous = (text: string) => redactText(text, rules);
  const review = composeReview(config, database, knowledge, {
    accounts: staff.accounts,
    anonymous,
    newId,
    clock,
    announce: (line) => logger.warn(line),
  });
  const figures = composeInsights(config, database.file, clock);
  const learning = composeLearning(config, { database, audit: staff.accounts.audit, clock, newId });
  const customers = composeCustomers(config, {
    database,
    accounts: staff.accounts,
    anonymous,
    onErased: review.forget,
    clock,
    timers: systemTimers,
    logger,
  });
  const model = await composeModel(config, report);
  const tuned = tunedReplies(config, registry, { report, announce: (line) => logger.warn(line) });
  const traces = composeTraces(config, { clock, timers: systemTimers, announce: (line) => logger.warn(line) });
  const prompts = composePrompts(
    config,
    database,
    { knowledge, model, intentOf: intentOf(config) },
    { clock, newId, onFault: (fault) => logger.error({ err: fault }, "a replay was broken off") },
  );

  const kept = composeStore(config, threadedConversations(database), logger);
  const server = createServer(
    {
      store: kept.store,
      answerQuestion: traces.traced(
        await composeAnswers(config, {
          knowledge,
          pace: () => wait(PACE_MS),
          model,
          tuned: watchedReplies(tuned, {
            registry,
            change: (by) => void changeRegistry(config.dataDir, (now) => ({ registry: by(now) })),
            signals: (intent, id) => modelSignals(database.db, intent, tuned.nameOf(id) ?? id),
            clock,
            announce(line) {
              logger.warn(line);
              void staff.accounts.audit(null, "model-rolled-back", null, line).catch((fault: unknown) => {
                logger.error({ err: fault }, "the audit log does not show a rollback");
              });
            },
          }),
          verified: review.verified,
          prompts: prompts.served,
        }),
      ),
      tokens: visitorTokens({
        secret: readOrMakeSecret(config.dataDir),
        lifetimeDays: config.VISITOR_TOKEN_DAYS,
        clock,
      }),
      identity: config.IDENTITY_SECRET ? identityReader(config.IDENTITY_SECRET, clock) : null,
      limiter: config.RATE_LIMITS === "on" ? rateLimiter(VISITOR_RATE_LIMITS, clock) : null,
      startPage: composeStartPage(config, clientDir, documentation, knowledge),
      docs: docsPages({
        documentation,
        render: processRenderer(),
        productName: docsNameOf(config),
      }),
      staff: {
        ...staff,
        review: (verdict, who) => review.desk.review(verdict, who.staffId),
        threads: [figures.thread, prompts.replays, learning.jobs, traces],
        routes: [
          ...staff.routes,
          ...review.routes,
          ...figures.routes,
          ...prompts.routes,
          ...learning.routes,
          ...customers.routes,
          ...adviceRoutes(() => readAdvice(config.dataDir)),
        ],
      },
      metrics: config.METRICS_TOKEN
        ? { book: prometheusMetrics(clock, kept.figures), token: config.METRICS_TOKEN }
        : null,
      erasures: customers.erasures,
      retention: customers.retention,
      checks: { knowledge: async () => void knowledge.current(), disk: kept.checkRoom },
      logger,
      timers: systemTimers,
      clock,
      newId,
    },
    {
      host: config.HOST,
      port: config.PORT,
      allowedOrigins: originsOf(config.ALLOWED_ORIGINS),
      allowedHosts: originsOf(config.ALLOWED_HOSTS.toLowerCase()),
      trustedProxies: originsOf(config.TRUSTED_PROXIES),
      floodLimits: config.RATE_LIMITS === "on" ? FLOOD_LIMITS : null,
      patience: HTTP_PATIENCE,
      clientDir,
      contactText: config.CONTACT_TEXT,
      openingHours: openingHoursOf(config),
      languageOf,
      drainMs: DRAIN_MS,
      limits: ANSWER_LIMITS,
    },
  );
  const quoting = answerDesk({ ...QUOTING, knowledge, productName: productNameOf(config) });
  const warm = async () =>
    warmUp(
      quoting,
      documentation.pages().map(({ title }) => title),
      () => wait(WARM_UP_PAUSE_MS),
    );
  const broken = (fault: unknown) => logger.warn({ err: fault }, "the first answers will take longer");
  return { server, accounts: staff.accounts, warmUp: () => warm().catch(broken) };
}
