/** By language: parts and multiples, then the numbers that pages spell out. "One" is an article in most of them. */
const WORDS = [
  "half|halves|quarter|third|thirds|full|whole|double|twice|triple|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
  "halb\\p{L}*|hälfte|viertel|drittel|voll\\p{L}{0,2}|ganz\\p{L}{0,2}|doppelt\\p{L}*|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf",
  "demie?|moitié|quart|tiers|entière?|totalité|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze",
  "medi[oa]|mitad|tercio|cuarto|enter[oa]|complet[oa]|doble|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce",
  "mezz[oa]|metà|terzo|quarto|inter[oa]|pien[oa]|doppi[oa]|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici",
];

const FIGURE = new RegExp(`\\d+(?:[.,:/]\\d+)*|(?<!\\p{L})(?:${WORDS.join("|")})(?!\\p{L})`, "giu");

/** The amounts, times and shares that a text names, in digits or in words of English, German, French, Spanish or Italian. */
export const figuresIn = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(FIGURE) ?? []);
