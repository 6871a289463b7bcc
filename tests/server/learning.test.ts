import { once } from "node:events";
import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { composeServer } from "../../src/compose.ts";
import { keptLearned } from "../../src/compose-learned.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { ingest } from "../../src/ingest/ingest.ts";
import { inlineParser } from "../../src/ingest/inline-parser.ts";
import { indexFolder } from "../../src/ingest/knowledge-folder.ts";
import type { Server } from "../../src/server/create-server.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";
import { openVisitor } from "../support/visitor.ts";

const folder = temporaryFolder();
const FILES = {
  "hours.md": "# Opening hours\n\nThe workshop answers from nine to five on weekdays.",
  "returns.md": "# Returns\n\nA bicycle can be sent back within 30 days of delivery.",
  "boats.md": "# Boats\n\nWe rent rowing boats by the day in spring.",
};
/** Shares "workshop" with its page, and with what is asked later only words that no page holds. */
const APPROVED = "Until when can I phone the workshop before it knocks off, ana@example.com?";
const REPHRASED = "When do you knock off, can I still phone?";

describe("an approved question", () => {
  let config: Config;
  let server: Server;
  let url: string;
  let cookie: string;
  let index: FSWatcher;

  beforeAll(async () => {
    writeFiles(join(folder, "knowledge"), FILES);
    const knowledgeDir = join(folder, "knowledge");
    const environment = { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: knowledgeDir, PORT: "0", LOG_LEVEL: "silent" };
    config = readConfig(environment, projectRoot());
    await ingest({ knowledgeDir, dataDir: config.dataDir, serve: false, parser: inlineParser() });
    index = watch(indexFolder(config.dataDir, knowledgeDir));
    const composed = await composeServer(config);
    server = composed.server;
    ({ url } = await server.listen());
    const account = { token: await composed.accounts.setUpLink(), email: "ana@example.com", name: "Ana" };
    const { headers } = await call("POST", "/setup", { ...account, password: "correct horse battery" });
    cookie = headers.get("set-cookie")!.split(";")[0]!;
  });
  afterAll(async () => {
    index.close();
    await server.close();
  });

  const call = (method: string, path: string, body?: unknown) =>
    fetch(`${url}/api${path}`, {
      method,
      headers: { "content-type": "application/json", ...(cookie && { cookie }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  async function answerTo(question: string) {
    const visitor = openVisitor(url, {});
    await visitor.next("session");
    await visitor.ask(question);
    const answer = await visitor.next("answer-end");
    visitor.leave();
    return answer;
  }

  /** Resolves when another index has become the current one. */
  async function indexChanges(change: () => Promise<unknown>) {
    const swapped = (async () => {
      for (;;) if ((await once(index, "change"))[1] === "CURRENT") return;
    })();
    await change();
    await swapped;
  }

  it("[R20] is live at once, brings re-phrasings to the passage that its answer cites, and is gone when taken back", async () => {
    expect(await answerTo(REPHRASED)).toMatchObject({ outcome: "no-answer" });
    const { messageId, citations } = await answerTo(APPROVED);
    expect(citations).toMatchObject([{ path: "hours.md" }]);

    await indexChanges(() => call("POST", "/reviews", { messageId, verdict: "approved" }));
    expect(await answerTo(REPHRASED)).toMatchObject({ outcome: "answered", citations: [{ path: "hours.md" }] });
    expect([...(await keptLearned(config)).values()].flat()).toEqual([expect.not.stringContaining("ana")]);

    await indexChanges(() => call("DELETE", `/reviews/${messageId}`));
    expect(await answerTo(REPHRASED)).toMatchObject({ outcome: "no-answer" });
  });
});
