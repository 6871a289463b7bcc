import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { openChatModel } from "../../src/models/open-chat-model.ts";
import { ModelSetupError } from "../../src/models/provider-model.ts";
import { says } from "../support/openai/behaviours.ts";
import { type OpenaiServer, openaiServer } from "../support/openai-server.ts";

let openai: OpenaiServer;
beforeAll(async () => {
  openai = await openaiServer();
});
afterAll(() => openai.close());
afterEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("AZURE_OPENAI_")) delete process.env[name];
});

const open = (model: string, baseUrl = "") =>
  openChatModel({ model, baseUrl, apiKey: openai.key, timeoutSeconds: 120, promptTokens: 4_000 }, { report() {} });

describe("which model CHAT_MODEL opens", () => {
  it("[M11] none when it is empty", async () => {
    expect(await open("")).toBeNull();
  });

  it("[M11] names the package that a provider needs, at start-up", async () => {
    const opening = open("anthropic:claude-x");

    await expect(opening).rejects.toThrow(ModelSetupError);
    await expect(opening).rejects.toThrow(
      "CHAT_MODEL=anthropic:claude-x needs the package @langchain/anthropic: npm install @langchain/anthropic",
    );
  });

  it("[M11] says what an installed provider lacks, at start-up", async () => {
    await expect(open("azure_openai:small")).rejects.toThrow(
      /^CHAT_MODEL=azure_openai:small cannot be opened: .*Azure/,
    );
  });

  it("[M11] opens another provider when its package is there", async () => {
    process.env.AZURE_OPENAI_API_KEY = openai.key;
    process.env.AZURE_OPENAI_BASE_PATH = `${openai.url}/deployments`;
    process.env.AZURE_OPENAI_API_DEPLOYMENT_NAME = "small";
    process.env.AZURE_OPENAI_API_VERSION = "2024-10-21";
    openai.next(says("Under the saddle."));

    const model = await open("azure_openai:small");
    const reply = await model?.chat([{ role: "user", content: "Where?" }], {
      signal: new AbortController().signal,
      onDelta() {},
      onRestart() {},
    });

    expect(reply).toMatchObject({ text: "Under the saddle.", finish: "stop" });
    expect(model?.id).toBe("azure_openai:small");
  });

  it.each(["llama3:8b", "anthropic:my-own", "openai:gpt-4o"])(
    "[M11] takes %s for a name on the server that OPENAI_BASE_URL names",
    async (name) => {
      expect((await open(name, openai.url))?.id).toBe(`openai:${name.replace("openai:", "")}`);
    },
  );

  it("[M11] takes the colons of OpenAI's tuned models for a part of the name", async () => {
    expect((await open("ft:gpt-4o-mini:acme::abc"))?.id).toBe("openai:ft:gpt-4o-mini:acme::abc");
  });
});
