import { afterEach, describe, expect, it } from "@jest/globals";
import { EmbeddingServerError, openAiEmbedder } from "../../src/search/openai-embedder.ts";
import { embeddingServer, send } from "../support/embedding-server.ts";
import { foundPaths, pagesOf, searchable, WORDS_ONLY } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let close: () => Promise<unknown> = async () => {};
afterEach(() => close());

async function serverThat(misbehave?: Parameters<typeof embeddingServer>[1]) {
  const server = await embeddingServer(16, misbehave);
  close = server.close;
  return { ...server, settings: { baseUrl: server.baseUrl, apiKey: "key", model: "embed-1", timeoutSeconds: 5 } };
}

describe("an OpenAI-compatible embedding server", () => {
  it("[V15] is asked in batches of 64, in plain numbers, and never for an empty text", async () => {
    const { settings, requests } = await serverThat();
    const embedder = await openAiEmbedder(settings);
    await embedder.embed(["", ...Array.from({ length: 130 }, (_, i) => `text ${i}`)]);

    expect(embedder.id).toBe("openai:embed-1:16");
    expect(requests.map(({ input }) => input.length).sort((one, other) => one - other)).toEqual([1, 2, 64, 64]);
    expect(new Set(requests.map(({ encoding_format }) => encoding_format))).toEqual(new Set(["float"]));
  });

  it.each([429, 503])("[V15] is asked again after a %i", async (status) => {
    let refused = 0;
    const { settings } = await serverThat((_request, response) => {
      if (refused++ > 0) return false;
      send(response, status, { error: { message: "slow down" } });
      return true;
    });

    expect((await openAiEmbedder(settings)).dimensions).toBe(16);
  });

  it("[V15] fails by name with a wrong key", async () => {
    const { settings } = await serverThat((_request, response) => {
      send(response, 401, { error: { message: "wrong key" } });
      return true;
    });

    await expect(openAiEmbedder(settings)).rejects.toThrow(EmbeddingServerError);
  });

  it.each([
    ["too few vectors", { data: [] }],
    ["words instead of numbers", { data: [{ index: 0, embedding: ["a", "b"] }] }],
    ["no vectors at all", { ok: true }],
  ])("[V15] fails by name when its reply has %s", async (_what, body) => {
    const { settings } = await serverThat((_request, response) => {
      send(response, 200, body);
      return true;
    });

    await expect(openAiEmbedder(settings)).rejects.toThrow(EmbeddingServerError);
  });
});

describe("documentation embedded by a server", () => {
  const folder = temporaryFolder();
  const pages = pagesOf(
    Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`page-${n}.md`, `About part ${n}.`])),
  );

  it("[V16] [V17] asks for each passage once, also after it failed half-way, and for the question alone when it answers", async () => {
    let answers = 0;
    let failing = true;
    const { settings, requests } = await serverThat((_request, response) => {
      // The length of a vector, one batch, and then it is gone.
      if (!failing || answers++ < 2) return false;
      send(response, 400, { error: { message: "no credit left" } });
      return true;
    });
    const aids = { ...WORDS_ONLY, embedder: await openAiEmbedder(settings) };
    await expect(searchable({ folder, pages, aids })).rejects.toThrow("no credit left");

    failing = false;
    requests.length = 0;
    const knowledge = await searchable({ folder, pages, aids });
    const sent = () => requests.reduce((sum, { input }) => sum + input.length, 0);
    expect(sent()).toBe(150 - 64);

    await searchable({ folder, pages, aids });
    expect(sent()).toBe(150 - 64);

    expect((await foundPaths(knowledge, "part 7"))[0]).toBe("page-7.md");
    expect(requests.at(-1)!.input).toEqual(["part 7"]);
    expect(sent()).toBe(150 - 64 + 1);
  });
});
