import { electedLanguage, LANGUAGE_COUNT, languageName, wordForms } from "../../src/search/language.ts";
import { fold } from "../../src/search/script.ts";

/** Of three letters or more: shorter ones are words of many languages. */
const WORD = /[\p{L}\p{M}]{3,}/gu;
/** Fewer different function words prove nothing. */
const LEAST_VOTES = 4;
/** Votes of the language over those of the next: related ones share many function words. */
const CLEAR = 1.5;
const NONE = LANGUAGE_COUNT;

/** A function that names the language of a text by its function words; null where they do not tell. */
export function languageTeller(): (text: string) => string | null {
  const { votes } = wordForms();
  return (text) => {
    const counts = new Uint32Array(LANGUAGE_COUNT + 1);
    for (const word of new Set(text.toLowerCase().match(WORD))) {
      const mask = votes(fold(word));
      for (let language = 0; language < LANGUAGE_COUNT; language += 1) counts[language]! += (mask >>> language) & 1;
    }
    const best = electedLanguage(counts, NONE);
    if (best === NONE || counts[best]! < LEAST_VOTES) return null;
    const next = counts.reduce((most, count, language) => (language === best ? most : Math.max(most, count)), 0);
    return counts[best]! >= CLEAR * next ? languageName(best) : null;
  };
}
