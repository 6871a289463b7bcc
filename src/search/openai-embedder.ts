import type { Embedder } from "./embedder.ts";
import { normalise } from "./normalise.ts";

export type EmbeddingSettings = {
  /** "" uses OpenAI's own address. */
  baseUrl: string;
  apiKey: string;
  model: string;
  /** Longest wait for one request. */
  timeoutSeconds: number;
};

/** Small enough that a crash loses little and a proxy lets it pass. */
const TEXTS_PER_REQUEST = 64;
/** Waiting 1, 2, 4 and 8 seconds. */
const RETRIES = 4;

/** The server gave no vectors, or not those that were asked for. The work done so far is in the cache. */
export class EmbeddingServerError extends Error {
  override readonly name = "EmbeddingServerError";
}

/**
 * Any server with OpenAI's `/embeddings`. Asks it once for the length of its vectors, so a wrong key or address shows at
 * once. Throws EmbeddingServerError.
 */
export async function openAiEmbedder(settings: EmbeddingSettings): Promise<Embedder> {
  const embedAll = await client(settings);
  const [probe] = await embedAll(["dimensions"]);
  const dimensions = probe!.length;

  return {
    id: `openai:${settings.model}:${dimensions}`,
    dimensions,
    slow: true,
    async embed(texts) {
      // The API refuses empty texts.
      const readable = texts.filter((text) => text.trim() !== "");
      const vectors = (await embedAll(readable)).values();
      return texts.map((text) => {
        const vector = text.trim() === "" ? new Float32Array(dimensions) : vectors.next().value!;
        if (vector.length !== dimensions) throw new EmbeddingServerError("The vectors differ in length.");
        return vector;
      });
    },
  };
}

/** Questions go to no server but the one that was chosen. */
const withoutRedirects: typeof fetch = (input, init) => fetch(input, { ...init, redirect: "manual" });

/** LangChain loads here, because most installations never use it. */
async function client(settings: EmbeddingSettings): Promise<(texts: string[]) => Promise<Float32Array[]>> {
  const { OpenAIEmbeddings } = await import("@langchain/openai");
  const embeddings = new OpenAIEmbeddings({
    model: settings.model,
    // Local servers ask for no key, but the client insists on one.
    apiKey: settings.apiKey || "none",
    batchSize: TEXTS_PER_REQUEST,
    stripNewLines: false,
    // The client's default is base64, which it decodes also where a server sent plain numbers instead.
    encodingFormat: "float",
    maxRetries: RETRIES,
    // LangChain's own rule gives up at a 429, which is what a large ingest meets first.
    onFailedAttempt: giveUpUnlessPassing,
    timeout: settings.timeoutSeconds * 1_000,
    configuration: { baseURL: settings.baseUrl || null, maxRetries: 0, logLevel: "off", fetch: withoutRedirects },
  });

  return async (texts) => {
    if (texts.length === 0) return [];
    let rows: number[][];
    try {
      rows = await embeddings.embedDocuments(texts);
    } catch (cause) {
      throw new EmbeddingServerError(`The embedding server gave no vectors: ${messageOf(cause)}`, { cause });
    }
    if (rows.length !== texts.length || !rows.every(isVector)) {
      throw new EmbeddingServerError("The embedding server's reply does not fit the texts that were sent.");
    }
    return rows.map((row) => normalise(Float32Array.from(row)));
  };
}

/** Too many requests, a failing server and a lost connection may pass; everything else stays as it is. */
function giveUpUnlessPassing(error: unknown): void {
  const status = typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
  if (typeof status === "number" && status !== 429 && status < 500) throw error;
}

function isVector(row: unknown): boolean {
  return Array.isArray(row) && row.length > 0 && row.every((value) => Number.isFinite(value));
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
