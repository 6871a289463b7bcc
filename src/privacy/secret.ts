import type { Detector, Span } from "./detector.ts";

/** As their issuers print them; each begins with a mark that no ordinary word has. */
const KNOWN_SHAPES: readonly RegExp[] = [
  // OpenAI, Anthropic and those who imitate them; a digit, because "sk-" also begins words with hyphens
  /(?<![\p{L}\p{N}_-])sk-(?=[\w-]{0,120}\d)[\w-]{20,200}/gu,
  // Stripe, its restricted keys and webhooks
  /(?<![\p{L}\p{N}_])(?:[sr]k_(?:live|test)|whsec)_[A-Za-z\d]{16,200}/gu,
  // GitHub, GitLab, npm, PyPI, Hugging Face
  /(?<![\p{L}\p{N}_])(?:gh[pousr]_[A-Za-z\d]{30,255}|github_pat_\w{22,255}|npm_[A-Za-z\d]{36}|hf_[A-Za-z\d]{30,64})/gu,
  /(?<![\p{L}\p{N}_-])(?:glpat-[\w-]{20,64}|pypi-[\w-]{50,255})/gu,
  // Slack
  /(?<![\p{L}\p{N}_-])(?:xox[abeoprs]|xapp)-[A-Za-z\d-]{10,250}/gu,
  // Amazon's access keys, Google's API keys and tokens, SendGrid
  /(?<![\p{L}\p{N}])(?:AKIA|ASIA)[A-Z\d]{16}(?![\p{L}\p{N}])/gu,
  /(?<![\p{L}\p{N}])(?:AIza[\w-]{35}|ya29\.[\w-]{20,300}|SG\.[\w-]{16,64}\.[\w-]{16,64})/gu,
  // JSON Web Tokens: RFC 7519; "eyJ" is an opening brace in base64
  /(?<![\p{L}\p{N}_-])eyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{8,1000}/gu,
  // RFC 7468; the end may have been cut off
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z\d+/=\s\\]{0,8000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
];

const PASSWORD_WORDS =
  "pass ?(?:word|code|phrase)|passwd|pwd|pin|passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|lösenord|adgangskode|hasło|пароль";
const KEY_WORDS =
  "(?:api|secret|access|private|signing|license)[ _-]?key|(?:access|auth|api|refresh|session|bot)[ _-]?token|client[ _-]?secret|token|secret|api-schlüssel|clé (?:d['’])?api|clave (?:de )?api|chiave api|chave (?:de )?api";

/** A quotation mark may stand around word and value, as in JSON. The value ends at a space or at what closes it. */
const spoken = (words: string, between: string) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${words})["'\`]?\\s{0,2}(?:${between})\\s{0,2}["'\`„“«]?(?<value>[^\\s"'\`,;“”»\\uFFFC]{4,200})`,
    "giu",
  );

/** What is known to be a secret by the words before it, when it also looks like one. */
const SPOKEN_OF: readonly { pattern: RegExp; looksLikeOne: (written: string) => boolean }[] = [
  { pattern: /(?<![\p{L}\p{N}])bearer[ :]{1,3}(?<value>[\w.~+/-]{16,4000}={0,2})/giu, looksLikeOne: isKey },
  { pattern: /:\/\/[^\s:@/]{1,64}:(?<value>[^\s:@/\uFFFC]{3,128})(?=@[\p{L}\p{N}])/gu, looksLikeOne: isWritten },
  { pattern: spoken(PASSWORD_WORDS, "[:=]|(?:is|was|lautet|ist|est|es|è|é|jest)[: ]"), looksLikeOne: isPassword },
  { pattern: spoken(KEY_WORDS, "[:=]|(?:is|was|lautet|ist|est|es|è|é|jest)[: ]"), looksLikeOne: isKey },
];

/** Keys of known shapes wherever they stand, and what a word for a password or key is followed by. */
export const secret: Detector = (text) => [
  ...KNOWN_SHAPES.flatMap((shape) => [...text.matchAll(shape)].map(({ 0: key, index }) => span(index, key))),
  ...SPOKEN_OF.flatMap(({ pattern, looksLikeOne }) =>
    [...text.matchAll(pattern)].flatMap(({ 0: whole, index, groups }) => {
      const value = groups!.value!;
      const written = value.replace(/[.?:)\]}]+$/, "");
      return looksLikeOne(written) ? [span(index + whole.length - value.length, written)] : [];
    }),
  ),
];

const span = (start: number, written: string): Span => ({ start, end: start + written.length, kind: "secret" });

/** Names of variables, calls, templates and the blanks of instructions stand where a secret would, and are none. */
const NO_VALUE =
  /^(?:[$<{[(%*•.]|process\.env|(?:your|my|the|some|new|old)[-_]|x+$)|\(|^[\p{L}_$][\w$]*(?:\.[\p{L}_$][\w$]*)+$/iu;

function isWritten(written: string): boolean {
  return !NO_VALUE.test(written);
}

/** "is required" and "string" have neither digit nor sign, "8-16" and "12-character" say how long one must be. */
function isPassword(written: string): boolean {
  if (!isWritten(written) || /^\d+[-–]/.test(written)) return false;
  return /^\d{4,}$/.test(written) || (/\p{L}/u.test(written) && /[\d!@#$%^&*+=?~§]/.test(written));
}

/** Names of versions and days have few characters, or no letters. */
function isKey(written: string): boolean {
  const digits = written.match(/\d/g)?.length ?? 0;
  return isWritten(written) && written.length >= 12 && digits >= 2 && /[A-Za-z]/.test(written) && !DAY.test(written);
}

const DAY = /^\d{4}-\d{2}-\d{2}/;
