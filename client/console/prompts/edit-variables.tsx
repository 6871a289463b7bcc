import { useState } from "preact/hooks";
import type { PromptVariable } from "../../../src/protocol/prompts.ts";
import { Field } from "../enter/field.tsx";
import type { EditorProps } from "./editor-page.tsx";

const FRESH: Record<PromptVariable["type"], { words: string; variable: PromptVariable }> = {
  text: { words: "Text", variable: { type: "text", value: "" } },
  number: { words: "Number", variable: { type: "number", value: 0 } },
  "yes-no": { words: "Yes or no", variable: { type: "yes-no", value: true } },
  choice: { words: "Choice", variable: { type: "choice", value: "one", choices: ["one", "two"] } },
};

export function EditVariables({ content: { variables }, change }: EditorProps) {
  const [name, setName] = useState("");
  const [type, setType] = useState<PromptVariable["type"]>("text");
  const set = (next: typeof variables) => change((now) => ({ ...now, variables: next }));
  const drop = (gone: string) => set(Object.fromEntries(Object.entries(variables).filter(([known]) => known !== gone)));
  return (
    <fieldset class="group">
      <legend>Variables</legend>
      <p class="hint">
        Write <code>{"{{name}}"}</code> in any section; <code>{"{{product}}"}</code> is always there.
      </p>
      {Object.entries(variables).map(([known, variable]) => (
        <div key={known} class="variable">
          <Value name={known} variable={variable} onChange={(next) => set({ ...variables, [known]: next })} />
          <button type="button" class="button danger" aria-label={`Remove {{${known}}}`} onClick={() => drop(known)}>
            Remove
          </button>
        </div>
      ))}
      <div class="actions">
        <input
          class="input short"
          aria-label="Name of a new variable"
          placeholder="name"
          pattern="[a-z][a-z0-9_]*"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <select
          class="input"
          aria-label="Type of a new variable"
          value={type}
          onChange={(event) => setType(event.currentTarget.value as PromptVariable["type"])}
        >
          {Object.entries(FRESH).map(([kind, { words }]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="button"
          disabled={!/^[a-z][a-z0-9_]*$/.test(name) || name in variables}
          onClick={() => {
            set({ ...variables, [name]: FRESH[type].variable });
            setName("");
          }}
        >
          Add a variable
        </button>
      </div>
    </fieldset>
  );
}

type ValueProps = { name: string; variable: PromptVariable; onChange: (variable: PromptVariable) => void };

function Value({ name, variable, onChange }: ValueProps) {
  const label = `{{${name}}}`;
  if (variable.type === "yes-no") {
    const pick = (value: string) => onChange({ type: "yes-no", value: value === "yes" });
    return <Choice label={label} value={variable.value ? "yes" : "no"} choices={["yes", "no"]} onPick={pick} />;
  }
  if (variable.type === "choice") return <Choices label={label} variable={variable} onChange={onChange} />;
  if (variable.type === "number") {
    const set = (value: string) => onChange({ type: "number", value: Number(value) });
    return (
      <Field label={label}>
        {(id) => (
          <input
            id={id}
            class="input"
            type="number"
            value={variable.value}
            onInput={({ currentTarget }) => set(currentTarget.value)}
          />
        )}
      </Field>
    );
  }
  const set = (value: string) => onChange({ type: "text", value });
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          class="input"
          type="text"
          value={variable.value}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      )}
    </Field>
  );
}

type ChoicesProps = {
  label: string;
  variable: Extract<PromptVariable, { type: "choice" }>;
  onChange: (variable: PromptVariable) => void;
};

/** Which one it is, and which there are. */
function Choices({ label, variable: { value, choices }, onChange }: ChoicesProps) {
  const [written, setWritten] = useState(choices.join(", "));
  function rewrite(text: string) {
    setWritten(text);
    const next = [...new Set(text.split(",").map((choice) => choice.trim()))].filter(Boolean);
    if (next.length > 0) onChange({ type: "choice", choices: next, value: next.includes(value) ? value : next[0]! });
  }
  return (
    <>
      <Choice
        label={label}
        value={value}
        choices={choices}
        onPick={(picked) => onChange({ type: "choice", choices, value: picked })}
      />
      <Field label={`Choices of ${label}`}>
        {(id) => (
          <input id={id} class="input" value={written} onInput={({ currentTarget }) => rewrite(currentTarget.value)} />
        )}
      </Field>
    </>
  );
}

type ChoiceProps = { label: string; value: string; choices: readonly string[]; onPick: (value: string) => void };

function Choice({ label, value, choices, onPick }: ChoiceProps) {
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} class="input" value={value} onChange={(event) => onPick(event.currentTarget.value)}>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
    </Field>
  );
}
