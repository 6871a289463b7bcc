import { PROMPT_SECTIONS, type PromptSectionName } from "../../../src/protocol/prompt-parts.ts";
import type { PromptSet } from "../../../src/protocol/prompts.ts";
import { Field } from "../enter/field.tsx";
import { EditVariables } from "./edit-variables.tsx";
import type { EditorProps } from "./editor-page.tsx";

type Override = PromptSet["overrides"][number];
const LANGUAGES = { en: "English", de: "German", fr: "French", es: "Spanish", it: "Italian" } as const;

/** Values that sections name, and sections for one intent or language. */
export function EditOverrides({ content, change }: EditorProps) {
  const set = (overrides: Override[]) => change((now) => ({ ...now, overrides }));
  const replace = (at: number, override: Override) =>
    set(content.overrides.map((one, place) => (place === at ? override : one)));
  const fresh: Override = { intent: null, language: "de", sections: { tone: "" } };
  return (
    <>
      <EditVariables content={content} change={change} />
      <fieldset class="group">
        <legend>Overrides</legend>
        <p class="hint">
          Of several that fit a question, the later one wins. An intent is known once a trained model serves it.
        </p>
        {content.overrides.map((override, at) => (
          <OverrideForm
            key={`override-${at + 1}`}
            place={at + 1}
            override={override}
            onChange={(next) => replace(at, next)}
            onDrop={() => set(content.overrides.filter((_, place) => place !== at))}
          />
        ))}
        <div class="actions">
          <button type="button" class="button" onClick={() => set([...content.overrides, fresh])}>
            Add an override
          </button>
        </div>
      </fieldset>
    </>
  );
}

type FormProps = { place: number; override: Override; onChange: (override: Override) => void; onDrop: () => void };

function OverrideForm({ place, override, onChange, onDrop }: FormProps) {
  const [name = "tone", text = ""] = Object.entries(override.sections)[0] ?? [];
  const { [name as PromptSectionName]: _, ...others } = override.sections;
  return (
    <div class="choice stacked">
      <div class="actions">
        <h2>Override {place}</h2>
        <button type="button" class="button danger" aria-label={`Remove override ${place}`} onClick={onDrop}>
          Remove
        </button>
      </div>
      <div class="pair">
        <Field label="Intent" hint="Empty: any.">
          {(id) => (
            <input
              id={id}
              class="input"
              value={override.intent ?? ""}
              onInput={(event) => onChange({ ...override, intent: event.currentTarget.value.trim() || null })}
            />
          )}
        </Field>
        <Field label="Language">
          {(id) => (
            <select
              id={id}
              class="input"
              value={override.language ?? ""}
              onChange={(event) =>
                onChange({ ...override, language: (event.currentTarget.value || null) as Override["language"] })
              }
            >
              <option value="">Any</option>
              {Object.entries(LANGUAGES).map(([code, words]) => (
                <option key={code} value={code}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Section">
          {(id) => (
            <select
              id={id}
              class="input"
              value={name}
              onChange={(event) =>
                onChange({ ...override, sections: { [event.currentTarget.value]: text, ...others } })
              }
            >
              {(Object.keys(PROMPT_SECTIONS) as PromptSectionName[]).map((section) => (
                <option key={section} value={section}>
                  {PROMPT_SECTIONS[section]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field label="Its text there" hint="Empty: the section is left out.">
        {(id) => (
          <textarea
            id={id}
            class="input prompt-text"
            rows={4}
            value={text}
            onInput={(event) => onChange({ ...override, sections: { [name]: event.currentTarget.value, ...others } })}
          />
        )}
      </Field>
    </div>
  );
}
