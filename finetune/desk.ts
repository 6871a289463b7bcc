import type { VerifiedAnswers } from "../src/answer/verified-reply.ts";
import { composeAnswers, liveKnowledge } from "../src/compose-answers.ts";
import { composeSearchAids } from "../src/compose-search.ts";
import { tunedReplies } from "../src/compose-tuned.ts";
import type { Config } from "../src/config.ts";
import { ingest } from "../src/ingest/ingest.ts";
import { servingFolder } from "../src/ingest/knowledge-folder.ts";
import type { Registry } from "../src/models/registry.ts";
import type { Knowledge } from "../src/search/knowledge.ts";
import { NothingIngestedError } from "../src/search/open-knowledge.ts";

/** Answers questions of a dataset as customers are answered, were this the registry. */
export const desk = async (config: Config, registry: Registry, verified?: VerifiedAnswers) =>
  composeAnswers(config, {
    knowledge: await liveKnowledge(config),
    tuned: tunedReplies(config, () => registry, { redacted: true }),
    ...(verified && { verified }),
  });

/** What was never ingested is ingested now. */
export async function expectKnowledge(config: Config): Promise<void> {
  try {
    (await liveKnowledge(config)).current();
  } catch (error) {
    if (!(error instanceof NothingIngestedError)) throw error;
    const aids = await composeSearchAids(config);
    await ingest({ knowledgeDir: servingFolder(config), dataDir: config.dataDir, serve: true, aids });
  }
}

/** Null where none was ingested yet: then no passage can have changed. */
export async function ingested(config: Config): Promise<Knowledge | null> {
  try {
    return (await liveKnowledge(config)).current();
  } catch (error) {
    if (error instanceof NothingIngestedError) return null;
    throw error;
  }
}
