import type { PromptSet } from "../../../src/protocol/prompts.ts";
import { Field } from "../enter/field.tsx";
import type { EditorProps } from "./editor-page.tsx";
import { NumberField } from "./number-field.tsx";

const CHOICES: Record<PromptSet["picked"]["by"], string> = {
  none: "None",
  nearest: "The nearest to each question",
  fixed: "Always the same",
};

/** Answers that staff approved, as further examples. */
export function EditExamples({ content: { picked }, change }: EditorProps) {
  const set = (part: Partial<PromptSet["picked"]>) => change((now) => ({ ...now, picked: { ...now.picked, ...part } }));
  return (
    <>
      <Field
        label="Approved turns as examples"
        hint="An example whose cited passage has changed is left out, and so is the question itself."
      >
        {(id) => (
          <select
            id={id}
            class="input"
            value={picked.by}
            onChange={(event) => set({ by: event.currentTarget.value as PromptSet["picked"]["by"] })}
          >
            {Object.entries(CHOICES).map(([by, words]) => (
              <option key={by} value={by}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      {picked.by !== "none" && (
        <>
          <NumberField
            label="Examples at most"
            hint="Two or three are usually enough."
            value={picked.most}
            min={1}
            max={8}
            onChange={(most) => set({ most: most ?? 3 })}
          />
          <NumberField
            label="Tokens for them at most"
            hint="Examples that do not fit are left out whole."
            value={picked.tokens}
            min={50}
            max={8_000}
            onChange={(tokens) => set({ tokens: tokens ?? 800 })}
          />
          <Field
            label="Ids of the answers"
            hint={
              picked.by === "nearest"
                ? "One a line; empty: all that staff approved or corrected."
                : "One a line, in this order. An answer's id stands at the end of its address under Review."
            }
          >
            {(id) => (
              <textarea
                id={id}
                class="input prompt-text"
                rows={4}
                value={picked.answerIds.join("\n")}
                onInput={(event) => set({ answerIds: lines(event.currentTarget.value) })}
              />
            )}
          </Field>
        </>
      )}
    </>
  );
}

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
