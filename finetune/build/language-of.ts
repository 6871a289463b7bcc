import { electedLanguage, LANGUAGE_COUNT, languageName, wordForms } from "../../src/search/language.ts";
import { fold } from "../../src/search/script.ts";

const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
/** Fewer function words may stand in any language: "No, in Berlin". */
const LEAST_VOTES = 3;
/** Votes of the language over those of the next: related ones share many function words. */
const CLEAR = 1.5;
const NONE = LANGUAGE_COUNT;

/** A function that names the language of a text by its function words; null where they do not tell. */
export function languageTeller(): (text: string) => string | null {
  const { votes } = wordForms();
  return (text) => {
    const counts = new Uint32Array(LANGUAGE_COUNT + 1);
    for (const word of text.toLowerCase().match(WORD) ?? []) {
      const mask = votes(fold(word));
      for (let language = 0; language < LANGUAGE_COUNT; language += 1) counts[language]! += (mask >>> language) & 1;
    }
    const best = electedLanguage(counts, NONE);
    if (best === NONE || counts[best]! < LEAST_VOTES) return null;
    const next = counts.reduce((most, count, language) => (language === best ? most : Math.max(most, count)), 0);
    return counts[best]! >= CLEAR * next ? languageName(best) : null;
  };
}
