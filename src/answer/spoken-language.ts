import type { Language } from "./wording.ts";

/** What short questions are made of; what two of these languages share is weak evidence, and stays in both lists. */
const COMMON_WORDS: Record<Language, string> = {
  en: "the a an is are do does did can could how what where when why which who my your i you it of to in on with for and or not",
  de: "der die das den dem ein eine einen ist sind kann kannst können wie was wo wann warum welche wer mein meine ich sie es von zu im mit für und oder nicht auf bei kein keine wir mir mich uns hat habe haben gibt geht muss möchte brauche bitte wieviel kostet funktioniert wenn dass zum zur",
  fr: "le la les un une des est sont puis peut comment que quoi où quand pourquoi quel quelle qui mon ma mes je vous il de du à en avec pour et ou pas sur au combien coûte fonctionne besoin voudrais nous votre dans ça cette",
  es: "el la los las un una es son puedo puede cómo como qué que dónde donde cuándo cuando por cuál quién mi mis yo usted de del en con para y o no al se cuánto cuánta cuesta funciona hay está tengo quiero necesito",
  it: "il lo la gli un una è sono posso può come che cosa dove quando perché quale chi mio mia io lei di del della in con per e o non al si quanto costano funziona vorrei voglio questo questa",
};

/** As an English text has them, too: "was charged twice", "price per night", "non smoking". */
const ENGLISH_AS_WELL = new Set("was die mit hat est comment pour son no come per non".split(" "));

/** The "e" of "E-04" is no word of any language. */
const WORD = /(?<![\p{L}\p{N}])\p{L}+(?!\p{L}|-?\p{N})/gu;

const WEAK = 0.5;
const CLEAR = 1;

const OWN = Object.entries(COMMON_WORDS).map(([language, words]) => {
  const weights = new Map(words.split(" ").map((word) => [word, weightOf(word)]));
  return { language: language as Language, weights };
});

/**
 * The language whose common words lead in the text. Another one than `otherwise` takes one word that is its alone, or
 * two that may be another's: "no voucher" and "de cabin" show nothing.
 */
export function languageOf(text: string, otherwise: Language = "en"): Language {
  const words = text.toLowerCase().match(WORD) ?? [];
  const evidence = OWN.map(({ language, weights }) => ({
    language,
    weight: words.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0),
  }));
  const most = Math.max(...evidence.map(({ weight }) => weight));
  if (most < CLEAR) return otherwise;
  const leading = evidence.filter(({ weight }) => weight === most).map(({ language }) => language);
  return leading.includes(otherwise) ? otherwise : leading[0]!;
}

function weightOf(word: string): number {
  const inLists = Object.values(COMMON_WORDS).filter((words) => ` ${words} `.includes(` ${word} `)).length;
  return inLists > 1 || ENGLISH_AS_WELL.has(word) || /^[a-z]$/.test(word) ? WEAK : CLEAR;
}
