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
