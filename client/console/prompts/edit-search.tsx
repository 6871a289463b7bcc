import { Field } from "../enter/field.tsx";
import type { EditorProps } from "./editor-page.tsx";
import { NumberField } from "./number-field.tsx";

/** What is found, how surely it must be known, how it is quoted, who writes, and what a replay looks for. */
export function EditSearch({ content, change }: EditorProps) {
  return (
    <>
      <Retrieval content={content} change={change} />
      <Model content={content} change={change} />
      <Checks content={content} change={change} />
    </>
  );
}

function Retrieval({ content: { retrieval, quoting }, change }: EditorProps) {
  const set = (part: Partial<typeof retrieval>) =>
    change((now) => ({ ...now, retrieval: { ...now.retrieval, ...part } }));
  return (
    <fieldset class="group">
      <legend>Search and quotation</legend>
      <NumberField
        label="Caution"
        hint="0 always answers, 50 is calibrated, 100 seldom answers."
        value={retrieval.caution}
        min={0}
        max={100}
        onChange={(caution) => set({ caution })}
      />
      <NumberField
        label="Words of a quoted answer"
        hint="Without a model; 80 unless you say otherwise."
        value={quoting.words}
        min={20}
        max={400}
        onChange={(words) => change((now) => ({ ...now, quoting: { words } }))}
      />
      <NumberField
        label="Passages"
        hint="How many are found and shown to the model, best first."
        value={retrieval.passages}
        min={1}
        max={40}
        onChange={(passages) => set({ passages })}
      />
      <NumberField
        label="Tokens of the prompt"
        hint="All messages together."
        value={retrieval.promptTokens}
        min={2_000}
        max={1_000_000}
        step={500}
        onChange={(promptTokens) => set({ promptTokens })}
      />
      <Field label="Synonyms" hint="One group a line, separated by commas: sign in, log in, login">
        {(id) => (
          <textarea
            id={id}
            class="input prompt-text"
            rows={4}
            value={retrieval.synonyms}
            onInput={(event) => set({ synonyms: event.currentTarget.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}

function Model({ content: { model }, change }: EditorProps) {
  const set = (part: Partial<typeof model>) => change((now) => ({ ...now, model: { ...now.model, ...part } }));
  return (
    <fieldset class="group">
      <legend>Model and sampling</legend>
      <Field label="Model" hint="Another model of the configured server; empty: the configured one.">
        {(id) => (
          <input
            id={id}
            class="input"
            value={model.name ?? ""}
            maxLength={200}
            onInput={(event) => set({ name: event.currentTarget.value.trim() || null })}
          />
        )}
      </Field>
      <NumberField
        label="Temperature"
        hint="0 is as repeatable as a model can be."
        value={model.temperature}
        min={0}
        max={2}
        step={0.1}
        onChange={(temperature) => set({ temperature })}
      />
      <NumberField
        label="Tokens of a reply"
        hint="Private notes included."
        value={model.replyTokens}
        min={100}
        max={32_000}
        step={100}
        onChange={(replyTokens) => set({ replyTokens })}
      />
    </fieldset>
  );
}

function Checks({ content: { checks }, change }: EditorProps) {
  const set = (part: Partial<typeof checks>) => change((now) => ({ ...now, checks: { ...now.checks, ...part } }));
  return (
    <fieldset class="group">
      <legend>Checks in replays</legend>
      <NumberField
        label="Longest answer in words"
        hint="Empty: any length."
        value={checks.mostWords}
        min={10}
        max={2_000}
        onChange={(mostWords) => set({ mostWords })}
      />
      <Field label="Forbidden phrases" hint="One a line.">
        {(id) => (
          <textarea
            id={id}
            class="input prompt-text"
            rows={3}
            value={checks.forbidden.join("\n")}
            onInput={(event) => set({ forbidden: event.currentTarget.value.split("\n").filter((line) => line.trim()) })}
          />
        )}
      </Field>
    </fieldset>
  );
}
