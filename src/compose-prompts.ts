import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PromptSource } from "./answer/served-prompt.ts";
import { type ComposedModel, shippedPrompt } from "./compose-model.ts";
import type { Config } from "./config.ts";
import type { ConversationTables } from "./conversations/conversation-tables.ts";
import type { Database } from "./conversations/database.ts";
import { readingOnly } from "./conversations/libsql-database.ts";
import { readApprovedTurns } from "./prompts/approved-turns.ts";
import { libsqlPromptStore } from "./prompts/libsql-prompt-store.ts";
import { type Candidate, candidatesOf, pickExamples } from "./prompts/pick-examples.ts";
import { type PromptDesk, promptDesk, promptShelf } from "./prompts/prompt-desk.ts";
import { shippedSet, versionOf } from "./prompts/prompt-set.ts";
import { type ServedPrompts, type ServePorts, servedPrompts } from "./prompts/serve-prompts.ts";
import type { PromptVersion } from "./protocol/prompts.ts";
import type { KnowledgeSource } from "./search/knowledge.ts";
import { defaultEmbedder } from "./search/static-embedder.ts";

export type ComposedPrompts = { desk: PromptDesk; served: ServedPrompts };

type Surroundings = {
  knowledge: KnowledgeSource;
  openModel: ComposedModel["open"];
  /** What a question is about; see src/prompts/serve-prompts.ts. */
  intentOf: ServePorts["intentOf"];
};

/** Versions of the prompt, and what serves, over the database of the conversations. */
export function composePrompts(
  config: Config,
  database: Database,
  { knowledge, openModel, intentOf }: Surroundings,
  clock: () => number,
): ComposedPrompts {
  const shipped = shippedVersion(config);
  const desk = promptDesk({ store: libsqlPromptStore(database), shipped, clock });
  const pick = picker(config, database, knowledge);
  return { desk, served: servedPrompts({ ...desk, ...settingsOf(config), shipped, openModel, intentOf, pick }) };
}

/** For command lines, which may run beside a server: what is published when they start. Tries no canary. */
export function keptPrompts(config: Config, { knowledge, openModel, intentOf }: Surroundings): PromptSource {
  const shipped = shippedVersion(config);
  const file = join(config.dataDir, "switchboard.db");
  const db = existsSync(file) ? readingOnly<ConversationTables>(file) : null;
  const ports = { ...settingsOf(config), shipped, openModel, intentOf };
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
    productName: config.PRODUCT_NAME,
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
  let known: { mark: string; candidates: Promise<Candidate[]> } | null = null;

  return async (picked, question) => {
    const now = knowledge.current();
    const mark = `${now.version} ${await newestVerdict(db)}`;
    if (known?.mark !== mark) {
      known = { mark, candidates: readApprovedTurns(db, now).then((turns) => candidatesOf(turns, embedder)) };
    }
    const [vector] = await embedder.embed([question]);
    return pickExamples({ picked, question, vector: vector!, candidates: await known.candidates, knowledge: now });
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
