import type { RequestHandler } from "express";
import { suggestedQuestions } from "./answer/suggested-questions.ts";
import { docsNameOf, servesHandbook } from "./compose-product.ts";
import type { Config } from "./config.ts";
import type { Documentation } from "./ingest/documentation.ts";
import type { KnowledgeSource } from "./search/knowledge.ts";
import { startPage } from "./server/start-page.ts";

const MOST = 6;

/** The start page asks what the documentation answers that serves; its own questions are about the handbook. */
export function composeStartPage(
  config: Config,
  clientDir: string,
  documentation: Documentation,
  knowledge: KnowledgeSource,
): RequestHandler {
  let kept: { version: string; questions: Promise<string[]> } | undefined;

  async function suggestions(): Promise<string[] | null> {
    if (servesHandbook(config)) return null;
    const current = knowledge.current();
    if (kept?.version !== current.version) {
      const questions = suggestedQuestions({ pages: documentation.pages(), knowledge: current, most: MOST });
      kept = { version: current.version, questions };
    }
    return kept.questions;
  }
  return startPage({ clientDir, suggestions, name: docsNameOf(config) });
}
