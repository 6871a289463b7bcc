import { createHash } from "node:crypto";
import { type Prompt, type PromptSection, parsePrompt } from "../answer/prompt-file.ts";
import type { Language } from "../answer/wording.ts";
import {
  BUILT_IN_VARIABLE,
  OWN_LANGUAGES,
  OWN_SENTENCES,
  PROMPT_SECTIONS,
  type PromptSectionName,
  unknownVariables,
} from "../protocol/prompt-parts.ts";
import type { OwnLanguage, OwnSentence, PromptSet, PromptVariable } from "../protocol/prompts.ts";

const NAMES = Object.keys(PROMPT_SECTIONS) as PromptSectionName[];

/** The version that ships with the product, out of its prompt file. Everything else is as the settings say. */
export function shippedSet(prompt: Prompt): PromptSet {
  const texts = new Map(prompt.sections.map(({ heading, text }) => [heading, text]));
  const sections = Object.fromEntries(NAMES.map((name) => [name, texts.get(PROMPT_SECTIONS[name]) ?? ""]));
  return {
    sections: sections as PromptSet["sections"],
    picked: { by: "none", answerIds: [], most: 3, tokens: 800 },
    variables: {},
    overrides: [],
    retrieval: { passages: null, promptTokens: null, caution: null, synonyms: "" },
    quoting: { words: null },
    smallTalk: {},
    model: { name: null, temperature: null, replyTokens: null },
    checks: { forbidden: [], mostWords: null },
  };
}

/** "NAME@hash" of the content, whatever the order of its keys. */
export function versionOf(name: string, content: PromptSet): string {
  return `${name}@${createHash("sha256").update(canonical(content)).digest("hex").slice(0, 12)}`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

/** What keeps a content from being saved, in words that say where; empty when nothing does. */
export function problemsOf(content: PromptSet): string[] {
  const { sections, variables } = content;
  const problems = [
    ...unknownIn(sectionTexts(content), Object.keys(variables), "is no variable of this prompt"),
    ...unknownIn(ownWordTexts(content), [], `is no variable there: {{${BUILT_IN_VARIABLE}}} is the only one`),
  ];
  if (sections.rules.trim() === "") problems.push("Rules: without rules a model says whatever it likes");
  if (BUILT_IN_VARIABLE in variables)
    problems.push(`Variables: ${BUILT_IN_VARIABLE} is always there and set by PRODUCT_NAME`);
  return problems;
}

/** A text and where it stands. */
type Placed = [where: string, text: string];

const sectionTexts = ({ sections, overrides }: PromptSet): Placed[] => [
  ...NAMES.map((name): Placed => [PROMPT_SECTIONS[name], sections[name]]),
  ...overrides.flatMap((override, at) =>
    NAMES.map((name): Placed => [`Override ${at + 1}, ${PROMPT_SECTIONS[name]}`, override.sections[name] ?? ""]),
  ),
];

const ownWordTexts = ({ smallTalk }: PromptSet): Placed[] =>
  (Object.entries(smallTalk) as [OwnLanguage, Partial<Record<OwnSentence, string>>][]).flatMap(([language, said]) =>
    (Object.entries(said) as [OwnSentence, string | undefined][]).map(
      ([sentence, text = ""]): Placed => [
        `The bot's own words, ${OWN_LANGUAGES[language]}, ${OWN_SENTENCES[sentence]}`,
        text,
      ],
    ),
  );

function unknownIn(texts: Placed[], variables: readonly string[], why: string): string[] {
  return texts.flatMap(([where, text]) =>
    unknownVariables(text, variables).map((written) => `${where} uses ${written}, which ${why}`),
  );
}

/** The sections as they serve a question of this intent and language; later overrides win. */
export function promptOf(
  version: string,
  content: PromptSet,
  { intent, language }: { intent: string | null; language: Language },
): Prompt {
  const fitting = content.overrides.filter(
    (override) =>
      (override.intent === null || override.intent === intent) &&
      (override.language === null || override.language === language),
  );
  const texts = Object.assign(
    {},
    content.sections,
    ...fitting.map(({ sections }) => sections),
  ) as PromptSet["sections"];
  const sections = NAMES.map(
    (name): PromptSection => ({
      heading: PROMPT_SECTIONS[name],
      text: filledIn(texts[name], content.variables).trim(),
    }),
  );
  return { version, sections: sections.filter(({ text }) => text !== "") };
}

function filledIn(text: string, variables: Readonly<Record<string, PromptVariable>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (written, name: string) => {
    const variable = variables[name];
    if (!variable) return written;
    return typeof variable.value === "boolean" ? (variable.value ? "yes" : "no") : String(variable.value);
  });
}

/** Markdown of the sections, as a prompt file holds them: `parsePrompt` reads it back. */
export function asPromptFile({ sections }: PromptSet): string {
  return NAMES.filter((name) => sections[name] !== "")
    .map((name) => `## ${PROMPT_SECTIONS[name]}\n\n${sections[name]}\n`)
    .join("\n");
}

/** The content with the sections of an edited prompt file. Throws PromptFileError. */
export function withPromptFile(content: PromptSet, name: string, markdown: string): PromptSet {
  return { ...content, sections: shippedSet(parsePrompt(name, markdown)).sections };
}
