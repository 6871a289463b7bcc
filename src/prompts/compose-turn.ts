import { composePrompt } from "../answer/compose-prompt.ts";
import type { AnswerRecord } from "../protocol/answer-record.ts";
import type { ComposedTurn, PromptVersion } from "../protocol/prompts.ts";
import type { Knowledge } from "../search/knowledge.ts";
import { type PlanPorts, planFor } from "./serve-prompts.ts";

export type ComposePorts = PlanPorts & {
  knowledge: Pick<Knowledge, "passage">;
  /** The configured model's; without one an estimate from above. */
  countTokens: (text: string) => number;
};

/**
 * The exact messages for a past turn under a version, from what the turn recorded. A version that asks for more passages
 * than were found then is shown with those. Null when the turn needed no passage, or the budget holds none.
 */
export async function composeTurn(
  turn: { question: string; record: AnswerRecord },
  version: Pick<PromptVersion, "version" | "content">,
  ports: ComposePorts,
): Promise<ComposedTurn | null> {
  const { question, record } = turn;
  const then = record.passages.slice(0, version.content.retrieval.passages ?? record.passages.length);
  const now = then.flatMap(({ id, hash }) => {
    const passage = ports.knowledge.passage(id);
    return passage ? [{ passage, changed: passage.hash !== hash }] : [];
  });

  const { prompt, promptTokens, picked } = await planFor(version, question, ports);
  const composed = composePrompt({
    prompt,
    ...(picked && { picked }),
    question,
    history: record.history,
    passages: now.map(({ passage }) => passage),
    productName: ports.settings.productName,
    promptTokens,
    countTokens: ports.countTokens,
  });
  if (!composed) return null;
  return {
    question,
    messages: composed.messages,
    tokens: { ...composed.tokenCounts },
    recorded: {
      version: record.promptVersion,
      same: JSON.stringify(record.messages) === JSON.stringify(composed.messages),
    },
    passages: { changed: now.filter(({ changed }) => changed).length, gone: then.length - now.length },
  };
}
