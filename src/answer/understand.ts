import type { Knowledge } from "../search/knowledge.ts";
import type { HistoryTurn } from "./answer-question.ts";

export type Understood = {
  /** What is searched: the question with the topic it carries over. */
  text: string;
  /** The carried topic in the customer's words; null when the question stands alone. */
  topic: string | null;
  topics: ReadonlyMap<string, number>;
};

export function understand(text: string, history: HistoryTurn[], knowledge: Pick<Knowledge, "terms">): Understood {
  const alone: Understood = { text, topic: null, topics: new Map() };
  const earlier = history.filter((turn) => turn.author === "customer").at(-1);
  if (!earlier || !depends(text)) return alone;

  const own = new Set(knowledge.terms(text).map(({ stem }) => stem));
  const topic = knowledge
    .terms(earlier.text)
    .filter(({ stem }) => !own.has(stem))
    .map(({ surface }) => surface)
    .join(" ");
  return topic ? { text: `${text} ${topic}`, topic, topics: new Map() } : alone;
}

const depends = (text: string) =>
  /^(and|or|what about|how about|also|then)\b|\b(it|its|they|them|that|those|this|these|one|ones)\b/i.test(text) ||
  text.split(/\s+/).length <= 3;
