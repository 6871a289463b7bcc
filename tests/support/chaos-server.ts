import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { libsqlConversationStore } from "../../src/conversations/libsql-conversation-store.ts";
import { lockDataDir } from "../../src/server/data-lock.ts";
import { readOrMakeSecret } from "../../src/server/secret-file.ts";
import { visitorTokens } from "../../src/server/visitor-tokens.ts";
import { answerOf } from "./scripted-answers.ts";
import { visitorServer } from "./visitor-server.ts";

// A program of its own, to be killed: a real store under answers that take a moment, so that kills fall into them.
const dataDir = process.env.DATA_DIR!;
const unlock = lockDataDir(dataDir);
const server = await visitorServer(
  {
    store: libsqlConversationStore(join(dataDir, "switchboard.db")),
    tokens: visitorTokens({ secret: readOrMakeSecret(dataDir), lifetimeDays: 30, clock: Date.now }),
    answerQuestion: async (question, { onDelta }) => {
      onDelta("Yes");
      await wait(5);
      return answerOf(`Yes: ${question.text}`, question);
    },
  },
  { drainMs: 10_000 },
);
process.once("SIGTERM", async () => {
  await server.close();
  unlock();
  process.exit(0);
});
process.stderr.write(`Open ${server.url}\n`);
