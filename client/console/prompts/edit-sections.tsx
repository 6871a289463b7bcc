import { PROMPT_SECTIONS, type PromptSectionName } from "../../../src/protocol/prompt-parts.ts";
import { Field } from "../enter/field.tsx";
import type { EditorProps } from "./editor-page.tsx";
import { unknownWords } from "./words.ts";

const HINTS: Record<PromptSectionName, string> = {
  role: "Who speaks, and what it knows. {{product}} is the product's name.",
  rules: "What it must and must not do. Markers such as [1] and <no-answer/> are how sources and gaps are recognised.",
  tone: "How it sounds, and how long it talks.",
  notes: "What it thinks through first. Customers never see it. Empty: it answers at once.",
  format: "How the answer is laid out.",
  examples: "Worked examples written by hand. Approved turns are added under Examples.",
};
const ROWS: Record<PromptSectionName, number> = { role: 4, rules: 14, tone: 4, notes: 6, format: 4, examples: 12 };

export function EditSections({ content, change }: EditorProps) {
  return (
    <>
      {(Object.keys(PROMPT_SECTIONS) as PromptSectionName[]).map((name) => (
        <Field
          key={name}
          label={PROMPT_SECTIONS[name]}
          hint={HINTS[name]}
          problem={unknownWords(content.sections[name], Object.keys(content.variables))}
        >
          {(id, marked) => (
            <textarea
              id={id}
              {...marked}
              class="input prompt-text"
              rows={ROWS[name]}
              spellcheck={false}
              value={content.sections[name]}
              onInput={(event) => {
                const text = event.currentTarget.value;
                change((now) => ({ ...now, sections: { ...now.sections, [name]: text } }));
              }}
            />
          )}
        </Field>
      ))}
    </>
  );
}
