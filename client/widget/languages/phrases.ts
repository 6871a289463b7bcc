import { en, type Phrases } from "./en.ts";

/** Spoken besides English; each is a file of `client/public/languages/`. */
const LANGUAGES = ["de", "fr", "es", "it", "pt", "nl", "ar"];
const RIGHT_TO_LEFT = ["ar"];

/** Longer, and the customer is better served in English than kept waiting. */
const LOADING_TIMEOUT_MS = 4_000;

export type Language = { code: string; direction: "ltr" | "rtl" };

/** The nearest language that the widget speaks, English where there is none. @param tag BCP 47, e.g. "de-AT" */
export function chooseLanguage(tag: string): Language {
  const wanted = tag.toLowerCase().split("-")[0]!;
  const code = LANGUAGES.includes(wanted) ? wanted : "en";
  return { code, direction: RIGHT_TO_LEFT.includes(code) ? "rtl" : "ltr" };
}

/**
 * English is built in; the others are fetched, so that nobody loads seven languages to read one. What a language file
 * lacks, because an older one was cached, is filled up in English. Never throws.
 */
export async function loadPhrases({ code }: Language, server: string): Promise<Phrases> {
  if (code === "en") return en;
  try {
    const response = await fetch(`${server}/languages/${code}.json`, {
      signal: AbortSignal.timeout(LOADING_TIMEOUT_MS),
    });
    return { ...en, ...((await response.json()) as Partial<Phrases>) };
  } catch {
    return en;
  }
}

/** Puts values into a phrase: "{n} unread" with { n: 2 } is "2 unread". */
export function fill(phrase: string, values: Readonly<Record<string, string | number>>): string {
  return phrase.replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot));
}
