import { useState } from "preact/hooks";
import type { ExampleView, SIDES } from "../../../src/protocol/learning.ts";
import { usePages } from "../parts/pages.ts";
import { Problem, Skeletons } from "../parts/states.tsx";
import { linkTo } from "../route.ts";

type Side = (typeof SIDES)[number];
const SIDE_WORDS: Record<Side, string> = { train: "To train on", test: "To test with", rejects: "Left out" };

type Props = { dataset: string; intents: readonly string[]; reasons: readonly string[] };

/** Rows of a dataset, each with the way back to its conversation. */
export function ExampleList({ dataset, intents, reasons }: Props) {
  const [side, setSide] = useState<Side>("train");
  const [intent, setIntent] = useState("");
  const [reason, setReason] = useState("");
  return (
    <div class="section padded">
      <div class="actions">
        <select
          class="input"
          aria-label="Side of the split"
          value={side}
          onChange={(event) => setSide(event.currentTarget.value as Side)}
        >
          {Object.entries(SIDE_WORDS).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
        <Choice label="Intent of the rows" all="All intents" names={intents} value={intent} onChoose={setIntent} />
        {side === "rejects" && (
          <Choice
            label="Why they were left out"
            all="All reasons"
            names={reasons}
            value={reason}
            onChoose={setReason}
          />
        )}
      </div>
      <Rows dataset={dataset} side={side} intent={intent} reason={side === "rejects" ? reason : ""} />
    </div>
  );
}

type ChoiceProps = {
  label: string;
  all: string;
  names: readonly string[];
  value: string;
  onChoose: (name: string) => void;
};

function Choice({ label, all, names, value, onChoose }: ChoiceProps) {
  return (
    <select class="input" aria-label={label} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
      <option value="">{all}</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

type RowsProps = { dataset: string; side: Side; intent: string; reason: string };

function Rows({ dataset, side, intent, reason }: RowsProps) {
  const query = new URLSearchParams({ side, intent, reason });
  const path = `/learning/datasets/${encodeURIComponent(dataset)}/rows?${query}`;
  const { items, loading, failure, more } = usePages<ExampleView>(path, "after");
  if (failure) return <Problem failure={failure} />;
  if (loading) return <Skeletons lines={4} />;
  return (
    <>
      {items.length === 0 && <p class="hint">No such rows.</p>}
      <ul class="examples">
        {items.map((example) => (
          <Example key={example.id} of={example} />
        ))}
      </ul>
      {more && (
        <button type="button" class="button" onClick={more}>
          Show more
        </button>
      )}
    </>
  );
}

function Example({ of: { id, conversation, linked, question, completion, rejected, ...of } }: { of: ExampleView }) {
  return (
    <li>
      <p dir="auto">
        <b>{question}</b>
      </p>
      {rejected && (
        <p dir="auto">
          <del>{rejected}</del>
        </p>
      )}
      {completion && <p dir="auto">{completion}</p>}
      <p class="hint">
        {of.reason && <b>{of.reason} · </b>}
        {of.verdict}
        {of.intent && ` · ${of.intent}`}
        {completion && of.weight !== null && ` · weight ${of.weight}`} ·{" "}
        {linked ? (
          <a href={linkTo(["search", conversation])} aria-label={`Conversation of ${question}`}>
            Its conversation
          </a>
        ) : (
          <>from a log: {id}</>
        )}
      </p>
    </li>
  );
}
