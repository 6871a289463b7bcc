import { stemmer as arabic } from "@orama/stemmers/arabic";
import { stemmer as danish } from "@orama/stemmers/danish";
import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as finnish } from "@orama/stemmers/finnish";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as greek } from "@orama/stemmers/greek";
import { stemmer as hungarian } from "@orama/stemmers/hungarian";
import { stemmer as indonesian } from "@orama/stemmers/indonesian";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as romanian } from "@orama/stemmers/romanian";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { stemmer as turkish } from "@orama/stemmers/turkish";
import { stemmer as ukrainian } from "@orama/stemmers/ukrainian";
import { stopwords as arabicStop } from "@orama/stopwords/arabic";
import { stopwords as danishStop } from "@orama/stopwords/danish";
import { stopwords as dutchStop } from "@orama/stopwords/dutch";
import { stopwords as englishStop } from "@orama/stopwords/english";
import { stopwords as finnishStop } from "@orama/stopwords/finnish";
import { stopwords as frenchStop } from "@orama/stopwords/french";
import { stopwords as germanStop } from "@orama/stopwords/german";
import { stopwords as greekStop } from "@orama/stopwords/greek";
import { stopwords as hungarianStop } from "@orama/stopwords/hungarian";
import { stopwords as indonesianStop } from "@orama/stopwords/indonesian";
import { stopwords as italianStop } from "@orama/stopwords/italian";
import { stopwords as japaneseStop } from "@orama/stopwords/japanese";
import { stopwords as mandarinStop } from "@orama/stopwords/mandarin";
import { stopwords as norwegianStop } from "@orama/stopwords/norwegian";
import { stopwords as portugueseStop } from "@orama/stopwords/portuguese";
import { stopwords as romanianStop } from "@orama/stopwords/romanian";
import { stopwords as russianStop } from "@orama/stopwords/russian";
import { stopwords as spanishStop } from "@orama/stopwords/spanish";
import { stopwords as swedishStop } from "@orama/stopwords/swedish";
import { stopwords as turkishStop } from "@orama/stopwords/turkish";
import { stopwords as ukrainianStop } from "@orama/stopwords/ukrainian";
import { fold } from "./script.ts";

type Language = { name: string; stem: (word: string) => string; stopWords: readonly string[] };

const unstemmed = (word: string) => word;

/** By position: a page's language is stored as an index into this list, so new languages go to its end. */
const LANGUAGES: readonly Language[] = [
  { name: "english", stem: english, stopWords: englishStop },
  { name: "german", stem: german, stopWords: germanStop },
  { name: "french", stem: french, stopWords: frenchStop },
  { name: "spanish", stem: spanish, stopWords: spanishStop },
  { name: "italian", stem: italian, stopWords: italianStop },
  { name: "portuguese", stem: portuguese, stopWords: portugueseStop },
  { name: "dutch", stem: dutch, stopWords: dutchStop },
  { name: "swedish", stem: swedish, stopWords: swedishStop },
  { name: "danish", stem: danish, stopWords: danishStop },
  { name: "norwegian", stem: norwegian, stopWords: norwegianStop },
  { name: "finnish", stem: finnish, stopWords: finnishStop },
  { name: "russian", stem: russian, stopWords: russianStop },
  { name: "ukrainian", stem: ukrainian, stopWords: ukrainianStop },
  { name: "turkish", stem: turkish, stopWords: turkishStop },
  { name: "romanian", stem: romanian, stopWords: romanianStop },
  { name: "hungarian", stem: hungarian, stopWords: hungarianStop },
  { name: "greek", stem: greek, stopWords: greekStop },
  { name: "arabic", stem: arabic, stopWords: arabicStop },
  { name: "indonesian", stem: indonesian, stopWords: indonesianStop },
  { name: "japanese", stem: unstemmed, stopWords: japaneseStop },
  { name: "chinese", stem: unstemmed, stopWords: mandarinStop },
];

const CONSONANT = /[b-df-hj-np-tvxz]/;

export const ENGLISH = 0;
export const LANGUAGE_COUNT = LANGUAGES.length;
export const languageName = (language: number): string => LANGUAGES[language]!.name;

/** Bit l is set when the word (folded, lower case) is a function word of language l: each such word is one vote. */
export type LanguageVotes = (word: string) => number;

export type WordForms = {
  votes: LanguageVotes;
  /** The indexed form of a word in a language; `""` for its function words. */
  stem: (word: string, language: number) => string;
};

/** Built once for each index that is opened or built: about 5 ms. */
export function wordForms(): WordForms {
  const masks = new Map<string, number>();
  LANGUAGES.forEach(({ stopWords }, language) => {
    for (const entry of stopWords) {
      for (const word of fold(entry.toLowerCase()).split(/[^\p{L}\p{N}\p{M}]+/u)) {
        if (word !== "") masks.set(word, (masks.get(word) ?? 0) | (1 << language));
      }
    }
  });

  return {
    // Some lists hold the whole alphabet, but "plan B" is not in another language for that.
    votes: (word) => (word.length === 1 && CONSONANT.test(word) ? 0 : (masks.get(word) ?? 0)),
    stem(word, language) {
      if (((masks.get(word) ?? 0) >>> language) & 1) return "";
      // Identifiers, error codes and versions are matched exactly.
      if (word.length < 3 || /[\p{N}_]/u.test(word)) return word;
      return LANGUAGES[language]!.stem(word) || word;
    },
  };
}

/** The language that the words of a text speak (lower case, folded); English where none is a function word. */
export function spokenIn(words: Iterable<string>, votesOf: LanguageVotes): number {
  const votes = new Uint32Array(LANGUAGE_COUNT);
  for (const word of words) {
    const mask = votesOf(word);
    for (let language = 0; language < LANGUAGE_COUNT; language++) votes[language]! += (mask >>> language) & 1;
  }
  return electedLanguage(votes, ENGLISH);
}

/** The language with most votes, `fallback` when nothing voted; on a tie the fallback, then the earlier in the list. */
export function electedLanguage(votes: Uint32Array, fallback: number): number {
  let best = fallback;
  for (let language = 0; language < LANGUAGE_COUNT; language++) {
    if (votes[language]! > votes[best]!) best = language;
  }
  return best;
}
