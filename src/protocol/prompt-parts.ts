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
