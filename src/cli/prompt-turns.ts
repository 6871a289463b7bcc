import { liveKnowledge } from "../compose-answers.ts";
import { composeModel } from "../compose-model.ts";
import { composePrompts } from "../compose-prompts.ts";
import { intentOf } from "../compose-tuned.ts";
import type { Config } from "../config.ts";
import type { Database } from "../conversations/database.ts";
import type { ComposedTurn } from "../protocol/prompts.ts";
import type { Printed } from "./prompt-versions.ts";

type Place = { config: Config; database: Database };

/** What the documentation was asked, with the ids by which `messages` takes them. */
export async function pastQuestions(place: Place, words: string): Promise<Printed> {
  const questions = await (await turnsOf(place)).questions(words);
  const lines = questions.map(({ answerId, question }) => `${answerId}\t${question.replace(/\s+/g, " ")}`);
  return { json: { questions }, text: lines.join("\n") || "No such question." };
}

/** Answers that staff approved, as a version may name them. */
export async function approvedTurns(place: Place): Promise<Printed> {
  const turns = await (await turnsOf(place)).approved();
  const lines = turns.map(({ answerId, question, stale }) =>
    [answerId, stale ? "a passage has changed" : "", question.replace(/\s+/g, " ")].join("\t"),
  );
  return { json: { turns }, text: lines.join("\n") || "Staff have approved no answer yet." };
}

/** The exact messages for a past turn under a version. */
export async function exactMessages(
  place: Place,
  { version, answerId }: { version: string; answerId: string },
): Promise<Printed> {
  const composed = await (await turnsOf(place)).compose({ answerId, prompt: version });
  if (!composed) throw new Error(`There is no answer ${answerId} that was given out of passages.`);
  return { json: composed, text: composedText(composed) };
}

async function turnsOf({ config, database }: Place) {
  const model = await composeModel(config);
  const surroundings = { knowledge: await liveKnowledge(config), model, intentOf: intentOf(config) };
  const workings = { clock: () => Date.now(), newId: () => "", onFault: () => {} };
  return composePrompts(config, database, surroundings, workings).turns;
}

function composedText({ messages, tokens, recorded, passages }: ComposedTurn): string {
  const counts = Object.entries(tokens).map(([part, count]) => `${part} ${count}`);
  const total = Object.values(tokens).reduce((sum, count) => sum + count, 0);
  return [
    ...messages.flatMap(({ role, content }) => [`--- ${role}`, content]),
    `--- ${total} tokens: ${counts.join(", ")}`,
    recorded.same ? "These are the very messages that were sent then." : `Answered then under ${recorded.version}.`,
    ...(passages.changed + passages.gone > 0
      ? [`Since then ${passages.changed} of its passages have changed and ${passages.gone} are gone.`]
      : []),
  ].join("\n");
}
