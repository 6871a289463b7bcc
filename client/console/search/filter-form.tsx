import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { useLoad } from "../parts/load.ts";
import { CHOICES, type ChoiceOf } from "./choices.ts";
import { type FilterName, type Filters, filtersOf } from "./filters.ts";

type Props = { filters: Filters; onChange: (filters: Filters) => void };

export function FilterForm({ filters, onChange }: Props) {
  const words = useRef<HTMLInputElement>(null);
  const [unfolded, setUnfolded] = useState(false);
  const asked = filters.text ?? "";
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  // On a touch screen the keyboard would cover what was found.
  useEffect(() => void (matchMedia("(hover: hover)").matches && words.current?.focus()), []);
  const read = (form: HTMLFormElement) => onChange(filtersOf(new URLSearchParams(new FormData(form) as never)));

  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
        read(event.currentTarget as HTMLFormElement);
      }}
    >
      <div class="filter-words">
        <input
          ref={words}
          class="input"
          type="search"
          maxLength={500}
          name="text"
          aria-label="Words"
          placeholder="Search messages…"
          value={typed}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value);
            // Nothing more can be meant by an emptied field.
            if (currentTarget.value === "" && asked !== "") read(currentTarget.form!);
          }}
        />
        <button type="submit" class="icon-button" aria-label="Search" title="Search (Enter)">
          <Icon name="search" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Filters"
          aria-expanded={unfolded}
          title="Filters"
          onClick={() => setUnfolded(!unfolded)}
        >
          <Icon name="filter" />
        </button>
      </div>
      {typed.trim() !== asked && typed.trim() !== "" && (
        <p class="hint" role="status">
          Press Enter to search: it finds whole words.
        </p>
      )}
      <div class="filter-grid" hidden={!unfolded} onChange={(event) => read(event.currentTarget.closest("form")!)}>
        {CHOICES.map((choice) => (
          <Choice key={choice.name} {...choice} value={filters[choice.name] ?? ""} />
        ))}
        <LabelChoice value={filters.label ?? ""} />
        <Text name="from" label="From" type="date" value={filters.from} />
        <Text name="until" label="Until" type="date" value={filters.until} />
        <Text name="channel" label="Website" type="text" value={filters.channel} />
        <Text name="intent" label="Intent" type="text" value={filters.intent} />
        <Text name="model" label="Model" type="text" value={filters.model} />
        <Text name="promptVersion" label="Prompt" type="text" value={filters.promptVersion} />
      </div>
    </form>
  );
}

function Choice({ name, label, options, value }: ChoiceOf & { value: string }) {
  const id = useId();
  return (
    <div class="filter-field">
      <label for={id}>{label}</label>
      <select id={id} class="input" name={name} value={value}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function LabelChoice({ value }: { value: string }) {
  const { value: read } = useLoad<{ labels: string[] }>("/labels");
  const labels = [...new Set([...(read?.labels ?? []), value].filter(Boolean))];
  const options = [["", "Any label"] as const, ...labels.map((label) => [label, label] as const)];
  return <Choice name="label" label="Label" options={options} value={value} />;
}

type TextProps = { name: FilterName; label: string; type: "date" | "text"; value: string | undefined };

function Text({ name, label, type, value = "" }: TextProps) {
  const id = useId();
  return (
    <div class="filter-field">
      <label for={id}>{label}</label>
      {type === "date" ? (
        <input id={id} class="input" name={name} type="date" value={value} />
      ) : (
        <input id={id} class="input" name={name} value={value} />
      )}
    </div>
  );
}
