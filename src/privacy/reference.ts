import type { Detector, Span } from "./detector.ts";
import { PHONE_WORDS } from "./phone.ts";
import { ACCOUNT_WORDS, FILLERS, LOGIN_WORDS, ORDER_WORDS, THING_BEFORE } from "./reference-cues.ts";

type Cue = { kind: "order" | "account"; end: number; login: boolean };

/** How far behind its cue a number may stand, in UTF-16 units. */
const REACH = 60;

const CUES = new RegExp(
  `(?<![\\p{Lu}\\p{Ll}])(?:(?<login>${LOGIN_WORDS})|(?<account>${ACCOUNT_WORDS})|(?<order>${ORDER_WORDS}))(?![a-zà-ÿ]|[-_/][\\p{L}\\d])`,
  "giu",
);
const ORDER_ASKED = new RegExp(`(?<![\\p{Lu}p{Ll}])(?:${ORDER_WORDS})(?![a-zà-ÿ])`, "iu");
const ACCOUNT_ASKED = new RegExp(`(?<![\\p{Lu}p{Ll}])(?:${ACCOUNT_WORDS}|${LOGIN_WORDS})(?![a-zà-ÿ])`, "iu");

const LOGIN_ASKED = new RegExp(LOGIN_WORDS, "iu");

const TOKEN = /#?[\p{Script=Latin}\p{Script=Cyrillic}\p{N}][\p{Script=Latin}\p{Script=Cyrillic}\p{N}\p{M}._/@'’-]*/gu;
const SENTENCE_END = /[!?。;\n\uFFFC]|\.\s/u;

/** Order, invoice, ticket and account numbers and user names, known by the word before them. */
export const namedReference: Detector = (text) =>
  [...text.matchAll(CUES)].flatMap((match) => valuesAfter(text, cueOf(match)));

function cueOf({ 0: word, index, groups }: RegExpMatchArray): Cue {
  const login = groups?.login !== undefined;
  return { kind: groups?.order === undefined ? "account" : "order", end: index! + word.length, login };
}

/** The first value behind the cue, and those that a list adds to it. */
function valuesAfter(text: string, cue: Cue): Span[] {
  const window = text.slice(cue.end, cue.end + REACH);
  const values: Span[] = [];
  let numbered = false;
  let [at, skipped] = [0, 0];

  for (const { 0: token, index } of window.matchAll(TOKEN)) {
    const gap = window.slice(at, index);
    if (SENTENCE_END.test(gap) && !/^\.\s?$/.test(gap)) break;
    if (values.length > 0 && !/^[\s,]*$/.test(gap)) break;

    numbered ||= /[:=#№]|n\.?[°º]/.test(gap) || token.startsWith("#") || NUMBER_WORD.test(token);
    const value = token.replace(/[.'’/_@º-]+$/, "");
    at = index + token.length;
    if (FILLERS.has(value.toLowerCase()) || NUMBER_WORD.test(value)) continue;
    if (numbered && values.length === 0 && /^\p{Ll}{2,9}$/u.test(value) && skipped++ < 2 && !/[:=]/.test(gap)) continue;
    if (!isValue(value, { ...cue, numbered, explicit: /[:=]/.test(gap) })) break;

    const start = cue.end + index;
    values.push({ start, end: start + value.length, kind: cue.kind });
  }
  return values.map((span) => withDigitGroups(text, span));
}

const NUMBER_WORD = /^(?:numbers?|num|no|nr|nº|n°|id|ids|code|ref|numero|número|numéro|nummer|numer|номер|č)$/iu;

type Circumstances = { login: boolean; numbered: boolean; explicit: boolean };

function isValue(value: string, { login, numbered, explicit }: Circumstances): boolean {
  const bare = value.replace(/^#/, "");
  if (isDateOrAmount(bare) || NEVER.test(value)) return false;

  const digits = bare.replace(/\D/g, "").length;
  if (/^\d+$/.test(bare)) return digits >= (numbered || value.startsWith("#") ? 4 : 5);
  if (digits >= 2)
    return bare.length >= 4 && !MEASURE.test(bare) && (numbered || login || digits >= 4 || /^\p{Lu}/u.test(bare));
  const compound = /^[\p{Lu}\p{Ll}\d]+(?:[._][\p{Lu}\p{Ll}\d]+)+$/u.test(bare);
  return login && (compound || (explicit && bare.length >= 4));
}

const MEASURE = /^[\d.,]+(?:[a-z]{1,4}\d{0,2}|%)$/iu;
/** Four groups of four and the start of an IBAN: with a right check digit they were claimed as what they are. Colours. */
const NEVER = /^(?:\d{4}(?:-\d{4}){3}|[A-Z]{2}\d{2}|#(?=[\d]*[a-f])(?:[\da-f]{3}|[\da-f]{6}))$/i;

function isDateOrAmount(written: string): boolean {
  return (
    /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}([-/.])\d{1,2}(?:\1(?:\d{4}|\d{2})?)?)$/.test(written) ||
    /^\d{1,4}(?:[.,]\d{3})*[.,]\d{1,2}$/.test(written) ||
    /^\d+(?:\.\d+){1,2}$/.test(written)
  );
}

/** "0044 1182 77": groups of digits that follow a number made of digits belong to it. */
function withDigitGroups(text: string, span: Span): Span {
  if (!/^\d{2,6}$/.test(text.slice(span.start, span.end))) return span;
  const more = /^(?: \d{2,5}){1,4}(?![\p{Lu}\p{Ll}\p{N}.,:/-]?[\p{Lu}\p{Ll}\p{N}])/u.exec(
    text.slice(span.end, span.end + 30),
  );
  return more ? { ...span, end: span.end + more[0].length } : span;
}

const LONGEST_ANSWER = 60;
const MOST_WORDS = 5;

/** A short text with one number or user name in it, after somebody asked for it. */
export const answeredReference: Detector = (text, before) => {
  if (text.length > LONGEST_ANSWER) return [];
  const asked = [...before]
    .reverse()
    .find((other) => [ORDER_ASKED, ACCOUNT_ASKED, PHONE_WORDS].some((words) => words.test(other)));
  const values = [...text.matchAll(TOKEN)].map(({ 0: token, index }) => ({
    value: token.replace(/[.'’/_@-]+$/, ""),
    index,
  }));
  if (values.length > MOST_WORDS) return [];

  const answers = values.filter(({ value }) =>
    isAnswer(value, values.length === 1 && asked !== undefined && LOGIN_ASKED.test(asked)),
  );
  if (asked === undefined || answers.length !== 1 || (PHONE_WORDS.test(asked) && /^[\d-]+$/.test(answers[0]!.value)))
    return [];

  const { value, index } = answers[0]!;
  const both = ORDER_ASKED.test(asked) && ACCOUNT_ASKED.test(asked);
  const account = both ? /^[a-z][\p{Lu}\p{Ll}._-]*\d*$/u.test(value) : ACCOUNT_ASKED.test(asked);
  return [{ start: index, end: index + value.length, kind: account ? "account" : "order" }];
};

function isAnswer(value: string, login: boolean): boolean {
  const digits = value.replace(/\D/g, "").length;
  if (isDateOrAmount(value) || MEASURE.test(value) || value.length < 5) return false;
  if (/^(?:19|20)\d\d$/.test(value)) return false;
  return digits >= 4 || (digits >= 2 && /[\p{Lu}\p{Ll}]/u.test(value)) || (login && (digits > 0 || /[._]/.test(value)));
}

/** Parcel numbers of UPS, of postal services (UPU S10) and Amazon's orders; and capitals, hyphen, digits. */
const SHAPES =
  /(?<![\p{Lu}\p{Ll}\p{N}_/.#-])(?:1Z[A-Z\d]{16}|[A-Z]{2}\d{9}[A-Z]{2}|\d{3}-\d{7}-\d{7}|#[A-Z]{0,3}-?\d{4,12}|[A-Z]{1,5}[-/](?:[A-Z\d]{1,8}[-/]){0,4}[A-Z\d]{1,12})(?![\p{Lu}\p{Ll}\p{N}_]|[-/][\p{Lu}\p{Ll}\p{N}])/gu;
const STANDARD =
  /^(?:ISO|RFC|CVE|SHA|UTF|AES|IEC|DIN|EN|IEEE|HTTP|KB|SN|SKU|TLS|MD|USB|COVID|GPT|PEP|RSA|HMAC|CP|ASCII|BASE|CWE|TCP|UDP)\b/;

/** A quarter or year ("FY-2024"), and a postal code behind its country ("D-10115"). */
const NO_REFERENCE =
  /^(?:[A-Z]{1,3}\d?[-/](?:19|20)\d\d|(?:D|DE|A|AT|CH|F|FR|B|BE|NL|L|LU|I|IT|PL|S|SE|DK|N|NO|FI)-\d{4,5})$/;

export const shapedReference: Detector = (text, before) =>
  [...text.matchAll(SHAPES)].flatMap(({ 0: written, index }) => {
    const digits = written.replace(/\D/g, "").length;
    if (digits < 4 || STANDARD.test(written) || NO_REFERENCE.test(written)) return [];
    if (THING_BEFORE.test(text.slice(Math.max(0, index - 30), index))) return [];
    return [{ start: index, end: index + written.length, kind: kindOf(text.slice(0, index), before) }];
  });

/** What the words before speak of last, here or in the texts before; an order when they do not say. */
function kindOf(earlier: string, before: readonly string[]): "order" | "account" {
  const cues = [...earlier.slice(-100).matchAll(CUES)].map(cueOf);
  if (cues.length > 0) return cues.at(-1)!.kind;

  const asked = earlier.trim() === "" ? (before.at(-1) ?? "") : "";
  return ACCOUNT_ASKED.test(asked) && !ORDER_ASKED.test(asked) ? "account" : "order";
}
