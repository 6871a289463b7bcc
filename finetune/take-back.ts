import type { Config } from "../src/config.ts";
import { namedIn } from "../src/models/by-name.ts";
import {
  changeRegistry,
  isRolledBack,
  rollbackToDocumentation,
  rollback as rolledBack,
} from "../src/models/registry.ts";
import { auditServing } from "./audit.ts";
import { type Erasure, eraseConversations, unknownConversations } from "./erase.ts";
import { folderOf, gathered, runs } from "./loop.ts";

/** `taken`: whether something served that does so no more. */
export type RolledBack = { intent: string; serves: string; taken: boolean };

/**
 * Gives an intent back to what served it before. Run again, as after a kill, it leaves what is rolled back already, unless
 * it is told to go on `toDocumentation`. Throws UnknownIntentError.
 */
export async function rollback(config: Config, intent: string, toDocumentation = false): Promise<RolledBack> {
  const { before, registry } = changeRegistry(config.dataDir, (before) => {
    if (namedIn(before.serving, intent) === undefined && !isKnown(config, intent)) throw new UnknownIntentError(intent);
    if (isRolledBack(before, intent) && !toDocumentation) return { before, registry: before };
    const why = { at: new Date().toISOString(), by: "the command line", reason: "rolled back by hand" };
    return { before, registry: (toDocumentation ? rollbackToDocumentation : rolledBack)(before, intent, why) };
  });
  await auditServing(config.dataDir, before, registry);
  const after = namedIn(registry.serving, intent)?.model;
  return { intent, serves: after ?? "documentation", taken: namedIn(before.serving, intent)?.model !== after };
}

/** What serves after a rollback, for a person. */
export function rollbackLine({ intent, serves, taken }: RolledBack): string {
  const stays = '"run" does not bring back what was taken.';
  if (serves === "documentation")
    return taken
      ? `The documentation answers "${intent}", to all conversations. ${stays}`
      : `Nothing to take back: the documentation answers "${intent}" already, to all conversations.`;
  const further = "Once more with --to documentation leads to the documentation.";
  return taken
    ? `The model ${serves} answers "${intent}" again, to all conversations. ${stays} ${further}`
    : `"${intent}" is rolled back already: the model ${serves} answers it. ${further}`;
}

const isKnown = (config: Config, intent: string): boolean =>
  runs(config).some(({ evaluations }) => evaluations?.some((one) => one.intent === intent)) ||
  gathered(config).some(({ turns }) => turns.some((turn) => turn.intent === intent));

export class UnknownIntentError extends Error {
  constructor(intent: string) {
    super(`There is no intent "${intent}": it is served by no model, was not evaluated and stands in no log.`);
    this.name = "UnknownIntentError";
  }
}

/**
 * Takes a customer's conversations out of logs, datasets and models; their ids are known to whoever erases them. `ahead`:
 * also those that nothing holds, so that no log brings them. Throws UnknownConversationError.
 */
export async function erase(config: Config, conversations: readonly string[], ahead = false): Promise<Erasure> {
  const held = new Set(ahead ? [] : gathered(config).map(({ conversation_id }) => conversation_id));
  const unknown = ahead ? [] : await unknownConversations(folderOf(config, ""), held, conversations);
  if (unknown.length > 0) throw new UnknownConversationError(unknown);
  return eraseConversations(config.dataDir, conversations);
}

export class UnknownConversationError extends Error {
  constructor(ids: readonly string[]) {
    super(`No log and no dataset holds ${ids.join(", ")}. Nothing was erased. Correct the name, or add --ahead.`);
    this.name = "UnknownConversationError";
  }
}
