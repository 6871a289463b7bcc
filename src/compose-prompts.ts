import { existsSync } from "node:fs";
import { join } from "node:path";
import { type AnswerQuestion, answerDesk } from "./answer/answer-question.ts";
import { readPrompt } from "./answer/prompt-file.ts";
import type { PromptSource } from "./answer/served-prompt.ts";
import { shippedWords } from "./answer/wording.ts";
import { type ComposedModel, pricesFrom, shippedPrompt } from "./compose-model.ts";
import { redactionRules } from "./compose-privacy.ts";
import { productNameOf } from "./compose-product.ts";
import type { Config } from "./config.ts";
import { originsOf } from "./config-lists.ts";
import { readAnswer } from "./conversations/case-file.ts";
import type { ConversationTables } from "./conversations/conversation-tables.ts";
import type { Database } from "./conversations/database.ts";
import { readingOnly } from "./conversations/libsql-database.ts";
import { estimateTokens } from "./models/count-tokens.ts";
import { redactText } from "./privacy/redact.ts";
import { approvedHead, readApprovedTurns } from "./prompts/approved-turns.ts";
import { composeTurn } from "./prompts/compose-turn.ts";
import type { Judge } from "./prompts/judge-answers.ts";
import { libsqlPromptStore } from "./prompts/libsql-prompt-store.ts";
import { readPastQuestions } from "./prompts/past-questions.ts";
import { type Candidate, candidatesOf, pickExamples } from "./prompts/pick-examples.ts";
import { type PromptDesk, promptDesk, promptShelf } from "./prompts/prompt-desk.ts";
import { shippedSet, versionOf } from "./prompts/prompt-set.ts";
import { tryPrompt } from "./prompts/prompt-trial.ts";
import { type ReplayDesk, replayDesk } from "./prompts/replay-desk.ts";
import { type PlanPorts, type ServedPrompts, type ServePorts, servedPrompts } from "./prompts/serve-prompts.ts";
import type { ComposeRequest, PromptVersion } from "./protocol/prompts.ts";
import type { KnowledgeSource } from "./search/knowledge.ts";
import { defaultEmbedder } from "./search/static-embedder.ts";
import { normalOrigins } from "./server/allowed-origin.ts";
import { type PastTurnPorts, pastTurnRoutes } from "./server/past-turn-routes.ts";
import { promptRoutes } from "./server/prompt-routes.ts";
import { replayRoutes } from "./server/replay-routes.ts";
import type { StaffRoute } from "./server/staff-api.ts";

export type ComposedPrompts = {
  desk: PromptDesk;
  served: ServedPrompts;
  replays: ReplayDesk;
  turns: PastTurnPorts;
  routes: StaffRoute[];
};

type Surroundings = {
  knowledge: KnowledgeSource;
  model: ComposedModel;
  /** What a question is about; see src/prompts/serve-prompts.ts. */
  intentOf: ServePorts["intentOf"];
};

/** What only a program needs that writes prompts. */
type Workings = { clock: () => number; newId: () => string; onFault: (fault: unknown) => void };

/** Versions of the prompt, what serves, and replays, over the database of the conversations. */
export function composePrompts(
  config: Config,
  database: Database,
  surroundings: Surroundings,
  workings: Workings,
): ComposedPrompts {
  const { knowledge, model, intentOf } = surroundings;
  const shipped = shippedVersion(config);
  const desk = promptDesk({ store: libsqlPromptStore(database), shipped, clock: workings.clock });
  const plan = { ...settingsOf(config), intentOf, pick: picker(config, database, knowledge) };
  const served = servedPrompts({ ...desk, ...plan, shipped, openModel: model.open });
  const trying = {
    knowledge,
    read: desk.read,
    live: async () => (await desk.serving()).live,
    deskUnder: (version: Parameters<ServedPrompts["under"]>[0]) =>
      documentationDesk(config, knowledge, model, served.under(version)),
    now: () => performance.now(),
  };
  const judge = async () => judgeOf(config, model);
  const replays = replayDesk({ database, judge, prices: pricesFrom(config), ...trying, ...workings });
  const turns = pastTurns(database.db, { desk, knowledge, model, plan, trying });
  const shown = { model: model.writer?.model.id ?? null, words: shippedWords(productNameOf(config)) };
  return {
    desk,
    served,
    replays,
    turns,
    routes: [...promptRoutes({ desk, ...shown }), ...replayRoutes(replays), ...pastTurnRoutes(turns)],
  };
}

type PastTurnSources = Pick<Surroundings, "knowledge" | "model"> & {
  desk: PromptDesk;
  plan: PlanPorts;
  trying: Parameters<typeof tryPrompt>[1];
};

function pastTurns(db: Database["db"], { desk, knowledge, model, plan, trying }: PastTurnSources): PastTurnPorts {
  const countTokens = (text: string) => model.writer?.model.countTokens(text) ?? estimateTokens(text);
  return {
    questions: (text) => readPastQuestions(db, text),
    approved: async () => (await readApprovedTurns(db, knowledge.current())).slice(0, MOST_LISTED).map(approvedHead),
    async compose({ answerId, prompt }: ComposeRequest) {
      const turn = await readAnswer(db, answerId);
      const version = typeof prompt === "string" ? await desk.read(prompt) : { version: "draft", content: prompt };
      if (!turn?.record || !version) return null;
      const { question, record } = turn;
      return composeTurn({ question, record }, version, { ...plan, knowledge: knowledge.current(), countTokens });
    },
    attempt: (asked) => tryPrompt(asked, trying),
  };
}

/** The newest show how it is done today; a longer list is not read. */
const MOST_LISTED = 200;

/** The way of a question without what staff verified and what was trained: only the version makes a difference. */
function documentationDesk(
  config: Config,
  knowledge: KnowledgeSource,
  { writer, aids }: ComposedModel,
  prompts: PromptSource,
): AnswerQuestion {
  const { CONTACT_TEXT, ANSWER_CAUTION, ANSWER_LINKS } = config;
  return answerDesk({
    knowledge,
    writer,
    aids,
    prompts,
    productName: productNameOf(config),
    linkOrigins: normalOrigins(originsOf(ANSWER_LINKS)),
    contactText: CONTACT_TEXT,
    caution: ANSWER_CAUTION,
    now: () => performance.now(),
    pace: () => Promise.resolve(),
  });
}

function judgeOf(config: Config, { writer }: ComposedModel): Judge | null {
  const folder = join(config.root, "src", "prompts", "judge");
  const [grade, pair] = [readPrompt(folder, "judge-grade"), readPrompt(folder, "judge-pair")];
  return writer && { model: writer.model, grade, pair, productName: productNameOf(config) };
}

/** For command lines, which may run beside a server: what is published when they start. Tries no canary. */
export function keptPrompts(config: Config, { knowledge, model, intentOf }: Surroundings): PromptSource {
  const shipped = shippedVersion(config);
  const file = join(config.dataDir, "switchboard.db");
  const db = existsSync(file) ? readingOnly<ConversationTables>(file) : null;
  const ports = { ...settingsOf(config), shipped, openModel: model.open, intentOf };
  if (!db) {
    const serving = async () => ({ live: shipped.version, previous: null, canary: null });
    return servedPrompts({ ...ports, serving, read: async () => shipped, pick: async () => null });
  }
  const write = () => Promise.reject(new Error("A command line beside a server writes no prompts."));
  const shelf = promptShelf({ store: libsqlPromptStore({ db, write }), shipped });
  return servedPrompts({ ...ports, ...shelf, pick: picker(config, { db }, knowledge) });
}

const settingsOf = (config: Config) => ({
  settings: {
    caution: config.ANSWER_CAUTION,
    promptTokens: config.PROMPT_TOKENS,
    productName: productNameOf(config),
  },
});

export function shippedVersion(config: Pick<Config, "root">): PromptVersion {
  const content = shippedSet(shippedPrompt("answer", config));
  const name = "answer";
  const note = "Ships with the product.";
  return { version: versionOf(name, content), name, author: "Switchboard", note, createdAt: 0, content };
}

/** Approved turns are read again when there is a new verdict or new documentation. */
function picker(config: Config, { db }: Pick<Database, "db">, knowledge: KnowledgeSource): ServePorts["pick"] {
  const embedder = defaultEmbedder(config.root);
  const rules = redactionRules(config);
  const anonymous = (asked: string) => redactText(asked, rules);
  let known: { mark: string; candidates: Promise<Candidate[]> } | null = null;

  return async (picked, question) => {
    const now = knowledge.current();
    const mark = `${now.version} ${await newestVerdict(db)}`;
    if (known?.mark !== mark) {
      known = { mark, candidates: readApprovedTurns(db, now).then((turns) => candidatesOf(turns, embedder)) };
    }
    const [vector] = await embedder.embed([question]);
    const candidates = await known.candidates;
    return pickExamples({ picked, question, vector: vector!, candidates, knowledge: now, anonymous });
  };
}

async function newestVerdict(db: Database["db"]): Promise<string> {
  const { fn } = db;
  const row = await db
    .selectFrom("learning_rows")
    .select([fn.countAll<number>().as("rows"), fn.max("reviewed_at").as("newest")])
    .executeTakeFirstOrThrow();
  return `${row.rows} ${row.newest}`;
}
