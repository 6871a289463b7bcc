/** The sections of a prompt in the order in which they are sent, with the headings that they are sent under. */
export const PROMPT_SECTIONS = {
  role: "Role",
  rules: "Rules",
  tone: "Tone",
  notes: "Private notes",
  format: "Answer format",
  examples: "Worked examples",
} as const;

export type PromptSectionName = keyof typeof PROMPT_SECTIONS;

export const OWN_LANGUAGES = { en: "English", de: "German", fr: "French", es: "Spanish", it: "Italian" } as const;

/** What the bot says in its own name, as staff read of it. */
export const OWN_SENTENCES = {
  greeting: "Answer to a greeting",
  thanks: "Answer to thanks",
  acknowledgement: "Answer to “OK, great”",
  farewell: "Answer to a farewell",
  wellbeing: "Answer to “How are you?”",
  identity: "Answer to “Who are you?”",
  notFound: "Nothing answers the question",
  nearest: "Before the closest pages, where there are any",
  inDoubt: "Before a quotation that may not answer the question",
  cannotAnswer: "The model declines to answer",
  complaint: "Answer to “That did not help”",
  offerPerson: "Offer of a person",
  passedOn: "Answer to a request for a person",
} as const;

/** What `{{product}}` stands for is a setting, filled in when a prompt is sent. */
export const BUILT_IN_VARIABLE = "product";

/** Placeholders of a text for which no variable stands, as they are written: `{{team}}`. */
export function unknownVariables(text: string, variables: readonly string[]): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .filter(([, name]) => name !== BUILT_IN_VARIABLE && !variables.includes(name!))
    .map(([written]) => written);
}

/** Checks of an answer that need no model. */
export const CHECKS = {
  answered: "Gives an answer",
  cited: "Names its sources",
  quotes: "Quotes stand in their passages",
  supported: "Every sentence stands in a cited passage",
  forbidden: "No forbidden phrase",
  length: "Not too long",
  language: "In the language of the question",
  format: "Plain paragraphs, lists and code",
} as const;
export type CheckName = keyof typeof CHECKS;

/** Questions of one replay at most. */
export const MOST_REPLAYED = 500;
