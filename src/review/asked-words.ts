/** Takes personal data out of a text; `reveal` puts back what stood behind a placeholder. */
export type Mask = (text: string) => { text: string; reveal: (text: string) => string };

const PLACEHOLDER = /\[[A-Z]+_\d{1,9}\]/g;

/** Where a clause ends, or where another begins that is about the writer: "… and my phone is". */
const CLAUSE = /(?<=[.!?;,])\s+|\n+|\s+(?=(?:and|und|et|y|e) (?:my|i|you|mein|meine|ich|mon|ma|je|mi|il) )/iu;

/** What says no more than that a name, a number or an address follows. */
const ANNOUNCING = new Set(
  (
    "my the our is are it its s and or also e email emails mail address phone telephone mobile cell number no nr tel contact " +
    "details me at on by under via name full am i m im this here reach call write reply to you can please account order " +
    "booking reference card iban customer id thanks thank regards kind best hi hello dear " +
    "mein meine meinen die der das ist und oder auch mailadresse adresse telefon telefonnummer handy handynummer nummer ich bin " +
    "heiße name lautet erreichen sie mich unter per bitte danke grüße viele kundennummer bestellnummer " +
    "mon ma mes le la les est et ou adresse numéro téléphone nom je suis m appelle merci " +
    "mi mis el es y o correo electrónico dirección número teléfono nombre soy me llamo gracias il mio indirizzo telefono numero sono grazie"
  ).split(" "),
);

/**
 * A question as it is kept: without personal data, and without the clauses that held nothing else ("My email is
 * [EMAIL_1]"). A question of nothing but such clauses stays whole.
 */
export function keptQuestion(question: string, anonymous: (text: string) => string): string {
  const written = anonymous(question).trim();
  return withoutAnnouncements(written) || written;
}

/** What a kept phrasing is compared by: what redaction left is no word of it. */
export const comparedPhrasing = (kept: string): string => kept.replace(PLACEHOLDER, " ").trim();

/**
 * What a customer's question is compared by. A name that the documentation also uses stays: a place is often taken for a
 * person, and another place makes another question.
 */
export function comparedQuestion(question: string, mask: Mask, isTopic: (word: string) => boolean): string {
  const { text, reveal } = mask(question);
  const kept = withoutAnnouncements(text.trim()) || text.trim();
  return kept.replace(PLACEHOLDER, (placeholder) => topicIn(reveal(placeholder), placeholder, isTopic)).trim();
}

function topicIn(written: string, placeholder: string, isTopic: (word: string) => boolean): string {
  return placeholder.startsWith("[NAME_") && (written.match(/[\p{L}\p{M}]+/gu) ?? []).some(isTopic) ? written : " ";
}

function withoutAnnouncements(text: string): string {
  if (text.search(PLACEHOLDER) < 0) return text;
  const clauses = text.split(CLAUSE);
  const kept = clauses.filter((clause) => !announces(clause));
  return kept.length === clauses.length ? text : kept.join(" ").replace(/[\s,;]+$/u, "");
}

/** One that asks is never left out: "Can you call me on [PHONE_1]?" */
function announces(clause: string): boolean {
  if (clause.search(PLACEHOLDER) < 0 || clause.trimEnd().endsWith("?")) return false;
  const words = clause
    .replace(PLACEHOLDER, " ")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  return (words ?? []).every((word) => ANNOUNCING.has(word));
}
