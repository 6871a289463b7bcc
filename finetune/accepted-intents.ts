import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../src/models/replace-file.ts";
import type { LoggedConversation } from "./conversation-log.ts";
import { jsonIn } from "./json-in.ts";

/** What staff made of the proposals of `discover`, in the console: by proposal, the intent of its turns; null: none. */
const decidedSchema = z.record(z.string(), z.object({ intent: z.string().nullable(), turns: z.array(z.string()) }));

const fileIn = (home: string) => join(home, "decided.json");

const readDecided = (home: string): z.infer<typeof decidedSchema> =>
  existsSync(fileIn(home)) ? decidedSchema.parse(jsonIn(fileIn(home))) : {};

/** The accepted intents stand on their turns as if the log had named them; what the log itself says goes first. */
export function withAcceptedIntents(conversations: readonly LoggedConversation[], home: string): LoggedConversation[] {
  const intentOf = new Map(
    Object.values(readDecided(home)).flatMap(({ intent, turns }) =>
      intent === null ? [] : turns.map((turn) => [turn, intent] as const),
    ),
  );
  return conversations.map((conversation) => ({
    ...conversation,
    turns: conversation.turns.map((turn, at) => {
      const intent = turn.intent ?? intentOf.get(`${conversation.conversation_id}#${at}`);
      return intent === undefined ? turn : { ...turn, intent };
    }),
  }));
}

/** Takes the turns of erased conversations out of what was decided. */
export function forgetDecided(home: string, gone: ReadonlySet<string>): void {
  if (!existsSync(fileIn(home))) return;
  const stays = (turn: string) => !gone.has(turn.slice(0, turn.lastIndexOf("#")));
  const now = Object.entries(readDecided(home)).map(
    ([id, { intent, turns }]) => [id, { intent, turns: turns.filter(stays) }] as const,
  );
  replaceFile(fileIn(home), JSON.stringify(Object.fromEntries(now)));
}
