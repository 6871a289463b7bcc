import type { AnswerRecord, Question } from "./answer-question.ts";
import type { Retrieved } from "./retrieve.ts";
import type { Understood } from "./understand.ts";

/** Grows with the stages; `lap` names the stage that has just ended and keeps its milliseconds. */
export type RecordBook = {
  readonly entry: AnswerRecord;
  lap: (stage: string) => void;
};

export function openRecord({ text, history }: Question, now: () => number): RecordBook {
  const entry: AnswerRecord = {
    history,
    understood: { text, topic: null },
    knowledgeVersion: "",
    passages: [],
    support: { score: 0, threshold: 0 },
    promptVersion: null,
    modelId: null,
    intent: null,
    messages: [],
    fallbacks: [],
    timings: {},
    tokens: null,
  };
  let since = now();
  return {
    entry,
    lap(stage) {
      const at = now();
      entry.timings[stage] = at - since;
      since = at;
    },
  };
}

export function recordSearch(entry: AnswerRecord, version: string, understood: Understood, found: Retrieved): void {
  const topic = [...understood.carried.keys()].join(" ");
  entry.understood = { text: understood.text, topic: topic === "" ? null : topic };
  entry.knowledgeVersion = version;
  entry.support = { score: found.support.score, threshold: found.threshold };
  entry.passages = found.hits.map(({ passage: { id, hash, path, anchor, headings }, score }) => ({
    id,
    hash,
    path,
    anchor,
    heading: headings.join(" > "),
    score,
  }));
}
