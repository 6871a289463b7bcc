import { CHECKS, type CheckName } from "../protocol/prompt-parts.ts";
import type { FailedChecks } from "../protocol/replays.ts";
import { countWords, tokenOverlap, unsupportedSentences, wordTypes } from "./answer-text.ts";

export type CheckedReply = {
  question: string;
  outcome: string;
  /** Answers of documentation have to name their sources; courtesies and requests for a person do not. */
  route: string;
  text: string;
  /** Quotations with the passage that each was taken from; null: the passage is not there. */
  quotes: readonly { quote: string; passage: string | null }[];
  /** Of the question and of the answer, as far as a guess goes; null: no guess. */
  languages: { question: string | null; answer: string | null };
  /** A model named no source, and the documentation was quoted in its place. */
  unsourced: boolean;
  forbidden: readonly string[];
  mostWords: number | null;
};

/** Share of a sentence's content words that have to stand in the cited passages: a paraphrase keeps most of them. */
const SUPPORTED = 0.5;

/** What is wrong with a reply, without asking a model. Pure. */
export function failedChecks(reply: CheckedReply): FailedChecks {
  const fromDocuments = reply.outcome === "answered" && reply.route === "documentation";
  const found: Record<CheckName, string[]> = {
    answered: reply.outcome === "answered" || reply.outcome === "handed-off" ? [] : [reply.outcome],
    cited: fromDocuments && (reply.unsourced || reply.quotes.length === 0) ? ["no source"] : [],
    quotes: reply.quotes.filter(({ quote, passage }) => !passage?.includes(quote)).map(({ quote }) => quote),
    supported: fromDocuments ? unsupported(reply) : [],
    forbidden: reply.forbidden.filter((phrase) => reply.text.toLowerCase().includes(phrase.toLowerCase())),
    length: tooLong(reply),
    language: wrongLanguage(reply),
    format: formatProblems(reply.text),
  };
  return Object.fromEntries(Object.entries(found).filter(([, problems]) => problems.length > 0));
}

function unsupported({ text, quotes }: CheckedReply): string[] {
  const passages = quotes.flatMap(({ passage }) => passage ?? []);
  const known = wordTypes(passages.join("\n"));
  return unsupportedSentences(text, passages).filter((sentence) => {
    const said = [...wordTypes(sentence)];
    return (
      said.filter((word) => known.has(word)).length < said.length * SUPPORTED || (said.length > 0 && known.size === 0)
    );
  });
}

function tooLong({ text, mostWords }: CheckedReply): string[] {
  const words = countWords(text);
  return mostWords !== null && words > mostWords ? [`${words} words`] : [];
}

function wrongLanguage({ languages: { question, answer } }: CheckedReply): string[] {
  return question !== null && answer !== null && question !== answer ? [`${answer} instead of ${question}`] : [];
}

/** A chat shows paragraphs, lists and code; private parts of a reply must not show at all. */
function formatProblems(text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```|`[^`\n]*`/g, "");
  const problems: string[] = [];
  if (text.trim() === "") problems.push("empty");
  if (/^#{1,6} /m.test(prose)) problems.push("heading");
  if (/<\/?[a-z][^>]*>/i.test(prose)) problems.push("HTML");
  return problems;
}

/** 0..1: the share of checks that a reply passes; with a reference, averaged with the share of its words that are said. */
export function replyScore(reply: CheckedReply, failed: FailedChecks, reference: string | null): number {
  const passed = 1 - Object.keys(failed).length / Object.keys(CHECKS).length;
  const answered = reply.outcome === "answered";
  const overlap = reference === null ? null : tokenOverlap(answered ? reply.text : "", reference, reply.question);
  return overlap ? (passed + overlap.recall) / 2 : passed;
}
