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

/** A conversation in which the bot has answered one question. Ids follow from `name`. */
export async function answered(database: Database, name: string, turn: Answered): Promise<string> {
  const {
    question,
    text = "It depends.",
    outcome = "answered",
    route = "documentation",
    citations = [],
    at = 1,
  } = turn;
  const store = conversationsIn(database);
  const answerId = `${name}-answer`;
  await store.keepQuestion({
    conversationId: name,
    clientMessageId: "first",
    messageId: `${name}-question`,
    answerId,
    text: question,
    at,
    openLimit: 8,
  });
  const record = { ...RECORD, ...turn.record };
  await store.finishAnswer(answerId, { outcome, route, text, citations, record }, at);
  return answerId;
}
