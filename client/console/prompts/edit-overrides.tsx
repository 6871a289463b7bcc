import type { ModelsView } from "../../../src/protocol/learning.ts";
import { OWN_LANGUAGES, PROMPT_SECTIONS, type PromptSectionName } from "../../../src/protocol/prompt-parts.ts";
import type { PromptSet } from "../../../src/protocol/prompts.ts";
import { Field } from "../enter/field.tsx";
import { useLoad } from "../parts/load.ts";
import { EditVariables } from "./edit-variables.tsx";
import type { EditorProps } from "./editor-page.tsx";

type Override = PromptSet["overrides"][number];
const INTENTS = "prompt-intents";

/** Values that sections name, and sections for one intent or language. */
export function EditOverrides({ content, change }: EditorProps) {
  const { value } = useLoad<ModelsView>("/learning/models");
  const set = (overrides: Override[]) => change((now) => ({ ...now, overrides }));
  const replace = (at: number, override: Override) =>
    set(content.overrides.map((one, place) => (place === at ? override : one)));
  const fresh: Override = { intent: null, language: "de", sections: { tone: content.sections.tone } };
  return (
    <>
      <EditVariables content={content} change={change} />
      <fieldset class="group">
        <legend>Overrides</legend>
        <p class="hint">
          Questions of an intent, in a language, or both get these sections in place of the general ones. Of several
          that fit, the later one wins. An intent is recognised once a trained model serves it.
        </p>
        <datalist id={INTENTS}>
          {(value?.intents ?? []).map(({ intent }) => (
            <option key={intent} value={intent} />
          ))}
        </datalist>
        {content.overrides.map((override, at) => (
          <OverrideForm
            key={`override-${at + 1}`}
            place={at + 1}
            general={content.sections}
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

type FormProps = {
  place: number;
  general: PromptSet["sections"];
  override: Override;
  onChange: (override: Override) => void;
  onDrop: () => void;
};

function OverrideForm({ place, general, override, onChange, onDrop }: FormProps) {
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
              list={INTENTS}
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
              {Object.entries(OWN_LANGUAGES).map(([code, words]) => (
                <option key={code} value={code}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <OverrideSections
        general={general}
        sections={override.sections}
        onChange={(sections) => onChange({ ...override, sections })}
      />
      {override.intent === null && override.language === null && (
        <p class="problem">Name an intent, a language or both, or put the text into the general prompt.</p>
      )}
    </div>
  );
}

type SectionsProps = {
  general: PromptSet["sections"];
  sections: Override["sections"];
  onChange: (sections: Override["sections"]) => void;
};

/** Those that differ there; another one starts from the general text. */
function OverrideSections({ general, sections, onChange }: SectionsProps) {
  const names = Object.keys(PROMPT_SECTIONS) as PromptSectionName[];
  const own = names.filter((name) => sections[name] !== undefined);
  const others = names.filter((name) => sections[name] === undefined);
  const drop = (gone: PromptSectionName) => {
    const { [gone]: _, ...rest } = sections;
    onChange(rest);
  };
  return (
    <>
      {own.map((name) => (
        <div key={name} class="override-section">
          <Field label={`${PROMPT_SECTIONS[name]} there`} hint="Empty: the section is left out.">
            {(id) => (
              <textarea
                id={id}
                class="input prompt-text"
                rows={4}
                value={sections[name] ?? ""}
                onInput={(event) => onChange({ ...sections, [name]: event.currentTarget.value })}
              />
            )}
          </Field>
          {own.length > 1 && (
            <button type="button" class="button quiet" onClick={() => drop(name)}>
              As everywhere<span class="visually-hidden">: {PROMPT_SECTIONS[name]}</span>
            </button>
          )}
        </div>
      ))}
      {others.length > 0 && (
        <select
          class="input short"
          aria-label="Another section"
          value=""
          onChange={({ currentTarget }) => {
            const name = currentTarget.value as PromptSectionName;
            currentTarget.value = "";
            onChange({ ...sections, [name]: general[name] });
          }}
        >
          <option value="">Another section…</option>
          {others.map((name) => (
            <option key={name} value={name}>
              {PROMPT_SECTIONS[name]}
            </option>
          ))}
        </select>
      )}
    </>
  );
}
