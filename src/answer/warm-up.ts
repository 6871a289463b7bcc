import type { AnswerQuestion } from "./answer-question.ts";

/** Beyond these, nothing is left to be compiled. */
const QUESTIONS = 300;

/**
 * Asks what the pages are called, evenly over all of them, and throws the answers away: after a start nothing is compiled
 * and no passage read, and the first fifty answers would take five times as long as later ones.
 * @param answerQuestion one that quotes: nothing may be sent to a model
 * @param titles of the pages that serve
 * @param pause waits before each question, so that a customer who comes meanwhile waits for one of them at most
 */
export async function warmUp(
  answerQuestion: AnswerQuestion,
  titles: readonly string[],
  pause: () => Promise<void>,
): Promise<void> {
  const options = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  const step = Math.max(1, titles.length / QUESTIONS);
  for (let at = 0; at < titles.length; at += step) {
    await pause();
    await answerQuestion({ text: titles[Math.floor(at)]!, history: [] }, options);
  }
}
