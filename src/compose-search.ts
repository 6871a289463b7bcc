import type { Config } from "./config.ts";
import { shippedGazetteer } from "./privacy/gazetteer.ts";
import { redactText } from "./privacy/redact.ts";
import type { Embedder } from "./search/embedder.ts";
import { minilmEmbedder } from "./search/minilm-embedder.ts";
import { minilmFiles } from "./search/minilm-files.ts";
import { EmbeddingServerError, openAiEmbedder } from "./search/openai-embedder.ts";
import { type SearchAids, shippedAids } from "./search/shipped-aids.ts";
import { defaultEmbedder } from "./search/static-embedder.ts";

const OPENAI = "openai:";

/**
 * What documentation is indexed and searched with under `EMBEDDER`. Throws MinilmMissingError and EmbeddingServerError,
 * which say what to do.
 */
export async function composeSearchAids(config: Config): Promise<SearchAids> {
  return { ...shippedAids(), embedder: await embedderOf(config) };
}

/** The same for answering: while the embedding server cannot be reached, words alone are searched and one line says so. */
export async function servingAids(config: Config, announce: (line: string) => void): Promise<SearchAids> {
  try {
    return await composeSearchAids(config);
  } catch (error) {
    if (!(error instanceof EmbeddingServerError)) throw error;
    announce(`${error.message} Questions are searched by their words alone until the next start.`);
    return { ...shippedAids(), embedder: null };
  }
}

async function embedderOf(config: Config): Promise<Embedder | null> {
  const { EMBEDDER: name } = config;
  if (name === "none") return null;
  if (name === "minilm") return minilmEmbedder(minilmFiles(config.dataDir));
  if (!name.startsWith(OPENAI)) return defaultEmbedder(config.root);
  const embedder = await openAiEmbedder({
    baseUrl: config.OPENAI_BASE_URL,
    apiKey: config.OPENAI_API_KEY,
    model: name.slice(OPENAI.length),
    timeoutSeconds: config.MODEL_TIMEOUT_SECONDS,
  });
  if (config.REDACT_MODEL_CALLS === "off") return embedder;
  const rules = { gazetteer: shippedGazetteer(config.root), patterns: [] };
  // Passages alike, so that a question and a passage about the same thing stay near each other.
  return { ...embedder, embed: (texts) => embedder.embed(texts.map((text) => redactText(text, rules))) };
}
