import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { useLoad } from "../parts/load.ts";
import { OUTCOME_WORDS, RESOLUTION_WORDS, RESOLUTIONS, ROUTE_WORDS } from "../parts/outcome-words.ts";
import { FILTERS, type FilterName, type Filters, filtersOf } from "./filters.ts";

type ChoiceOf = { name: FilterName; label: string; options: readonly (readonly [string, string])[] };

const CHOICES: readonly ChoiceOf[] = [
  {
    name: "rows",
    label: "Rows",
    options: [
      ["", "Messages"],
      ["answers", "Answers"],
      ["conversations", "Conversations"],
    ],
  },
  {
    name: "order",
    label: "Order",
    options: [
      ["", "Newest first"],
      ["relevance", "Best match first"],
    ],
  },
  {
    name: "resolution",
    label: "How it ended",
    options: [
      ["", "However it ended"],
      ...RESOLUTIONS.map((name) => [name, RESOLUTION_WORDS[name][0]] as const),
      ["ended", "Over, in any way"],
      ["deflected", "Solved without a person"],
    ],
  },
  { name: "outcome", label: "Outcome", options: [["", "Any outcome"], ...Object.entries(OUTCOME_WORDS)] },
  { name: "route", label: "Answered by", options: [["", "Answered by any route"], ...Object.entries(ROUTE_WORDS)] },
  {
    name: "owner",
    label: "Whose turn",
    options: [
      ["", "Any turn"],
      ["bot", "Bot"],
      ["queued", "Waiting"],
      ["human", "A person"],
      ["closed", "Closed"],
    ],
  },
  {
    name: "rating",
    label: "Rating",
    options: [
      ["", "Any rating"],
      ["up", "Thumbs up"],
      ["down", "Thumbs down"],
    ],
  },
  {
    name: "unreviewed",
    label: "Review",
    options: [
      ["", "Reviewed or not"],
      ["true", "Not reviewed"],
    ],
  },
];

type Props = { filters: Filters; onChange: (filters: Filters) => void };

export function FilterForm({ filters, onChange }: Props) {
  const words = useRef<HTMLInputElement>(null);
  const used = FILTERS.filter((name) => name !== "text" && filters[name]).length;
  const [unfolded, setUnfolded] = useState(used > 0);
  useEffect(() => words.current?.focus(), []);
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
          name="text"
          aria-label="Words"
          placeholder="Search messages…"
          value={filters.text ?? ""}
        />
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
        {used > 0 && (
          <a class="button quiet" href="#/search">
            Clear all
          </a>
        )}
      </div>
    </form>
  );
}

function Choice({ name, label, options, value }: ChoiceOf & { value: string }) {
  return (
    <select class="input" name={name} aria-label={label} value={value}>
      {options.map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </select>
  );
}

function LabelChoice({ value }: { value: string }) {
  const { value: read } = useLoad<{ labels: string[] }>("/labels");
  const labels = [...new Set([...(read?.labels ?? []), value].filter(Boolean))];
  return (
    <select class="input" name="label" aria-label="Label" value={value}>
      <option value="">Any label</option>
      {labels.map((label) => (
        <option key={label} value={label}>
          {label}
        </option>
      ))}
    </select>
  );
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
