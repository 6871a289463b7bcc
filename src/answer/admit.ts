import type { HistoryTurn, Question } from "./answer-question.ts";

/** Earlier turns that can still matter; the topic of older ones has been carried by these. */
const TURNS_KEPT = 20;

/** One form for everything downstream: composed characters, no surrounding blanks, bounded history. */
export function admit({ text, history, ...asked }: Question): Question {
  const kept: HistoryTurn[] = history.filter((turn) => turn.text.trim() !== "").slice(-TURNS_KEPT);
  return { ...asked, text: text.normalize("NFC").trim(), history: kept };
}
