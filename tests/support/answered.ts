import type { Database } from "../../src/conversations/database.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import type { AnswerRecord } from "../../src/protocol/answer-record.ts";
import type { Citation, Outcome, Route } from "../../src/protocol/conversation.ts";

export type Answered = {
  question: string;
  text?: string;
  outcome?: Outcome;
  route?: Route;
  citations?: Citation[];
  record?: Partial<AnswerRecord>;
  at?: number;
  firstTokenAt?: number;
  /** From 1: several questions of one conversation. */
  turn?: number;
};

const RECORD: AnswerRecord = {
  history: [],
  understood: { text: "", topic: null },
  knowledgeVersion: "fixed",
  passages: [],
  support: { score: 1, threshold: 0.5 },
  promptVersion: null,
  modelId: null,
  intent: null,
  messages: [],
  fallbacks: [],
  timings: {},
  tokens: null,
};

/** A conversation in which the bot has answered a question. Ids follow from `name`, and from the turn behind the first. */
export async function answered(database: Database, name: string, said: Answered): Promise<string> {
  const {
    question,
    text = "It depends.",
    outcome = "answered",
    route = "documentation",
    citations = [],
    at = 1,
    firstTokenAt = null,
    turn = 1,
  } = said;
  const store = conversationsIn(database);
  const later = turn === 1 ? "" : `-${turn}`;
  const answerId = `${name}-answer${later}`;
  await store.keepQuestion({
    conversationId: name,
    clientMessageId: `${turn}`,
    messageId: `${name}-question${later}`,
    answerId,
    text: question,
    at,
    openLimit: 8,
  });
  const record = { ...RECORD, ...said.record };
  await store.finishAnswer(answerId, { outcome, route, text, citations, record, firstTokenAt }, at);
  return answerId;
}
