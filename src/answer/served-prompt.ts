import type { Question } from "./answer-question.ts";
import type { Writer } from "./generate.ts";
import type { Language, Sentence } from "./wording.ts";

/** How the version of the prompt that serves a question has it answered. */
export type ServedPrompt = {
  /** As recorded with the turn. */
  version: string;
  /** null: the documentation is quoted. */
  writer: Writer | null;
  /** 0..100: see `ANSWER_CAUTION`. */
  caution: number;
  /** Passages wanted; null: as many as an answer needs. */
  passages: number | null;
  /** Words of a quoted answer at most; null: as many as it has by default. */
  quotedWords: number | null;
  /** Words to search for beside those of the text, with weights 0..1. */
  synonyms: (text: string) => ReadonlyMap<string, number>;
  /** What the bot says in its own name; null: as it ships with the product. */
  ownWords: (sentence: Sentence, language: Language) => string | null;
};

/** Asked at every question, so that a published version is live at the next one. */
export interface PromptSource {
  serve(question: Question): Promise<ServedPrompt>;
}
