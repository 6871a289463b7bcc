import { placesToOffer } from "../review/similar-questions.ts";
import type { VerifiedAnswer } from "../review/verified-answer.ts";
import { mayServe, type VerifiedBook } from "../review/verified-book.ts";
import type { LabelledRow } from "./labelled-rows.ts";

export type Accepted = { answers: VerifiedAnswer[]; offered: number; right: number };

/**
 * What a careful person makes of the offers of similar questions: takes those that ask for the answer, and passes over
 * the others. `id` of an answer is the category of its rows.
 */
export async function acceptOffers(
  answers: readonly VerifiedAnswer[],
  book: VerifiedBook,
  threshold: number,
  log: readonly LabelledRow[],
): Promise<Accepted> {
  const texts = log.map(({ text }) => text);
  const verified = {
    nearness: (id: string, questions: readonly string[]) => book.nearness(id, questions, async () => {}),
    async consider(question: string) {
      const match = await book.match(question);
      const served = match !== null && mayServe(match, threshold);
      return {
        answerId: match?.answer ?? null,
        served,
        verbatim: match?.verbatim ?? false,
        difference: match?.difference ?? null,
      };
    },
  };
  const accepted: Accepted = { answers: [], offered: 0, right: 0 };
  for (const answer of answers) {
    const offered = (await placesToOffer(answer.id, texts, verified)).map((at) => log[at]!);
    const right = offered.filter(({ category }) => category === answer.id).map(({ text }) => text);
    accepted.answers.push({ ...answer, questions: [...answer.questions, ...right], added: right });
    accepted.offered += offered.length;
    accepted.right += right.length;
  }
  return accepted;
}
