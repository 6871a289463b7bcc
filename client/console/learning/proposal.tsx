import { useId, useState } from "preact/hooks";
import type { Decision, ProposalView } from "../../../src/protocol/learning.ts";
import { useDesk } from "../parts/context.ts";
import { percent } from "./words.ts";

type Props = { of: ProposalView; names: readonly string[]; onDecided: () => void };

/** A group of questions: accepted under a name, which may be another's, or dismissed. */
export function Proposal({ of, names, onDecided }: Props) {
  const desk = useDesk();
  const { id, name, size, cohesion, examples, decided } = of;
  const decide = async (decision: Decision) => {
    const result = await desk.api.send("POST", `/learning/proposals/${encodeURIComponent(id)}`, decision);
    desk.toasts.say(result.ok ? DONE[decision.decision] : result.error.message);
    onDecided();
  };
  return (
    <article class="proposal" aria-label={name}>
      <header>
        <b dir="auto">{name}</b>
        <small class="figure">
          {size} questions, {percent(cohesion)} alike
        </small>
      </header>
      <ul class="hint">
        {examples.map((example) => (
          <li key={example} dir="auto">
            {example}
          </li>
        ))}
      </ul>
      {decided ? (
        <div class="actions">
          <span class={decided.intent ? "badge good" : "badge"} dir="auto">
            {decided.intent ?? "No intent"}
          </span>
          <button
            type="button"
            class="button quiet"
            aria-label={`Decide ${name} again`}
            onClick={() => void decide({ decision: "reopen" })}
          >
            Decide again
          </button>
        </div>
      ) : (
        <Decide of={of} names={names} decide={decide} />
      )}
    </article>
  );
}

type DecideProps = { of: ProposalView; names: readonly string[]; decide: (decision: Decision) => Promise<void> };

function Decide({ of: { name }, names, decide }: DecideProps) {
  const [intent, setIntent] = useState(name);
  const list = useId();
  return (
    <form
      class="actions"
      onSubmit={(event) => {
        event.preventDefault();
        void decide({ decision: "accept", intent });
      }}
    >
      <input
        class="input name"
        aria-label={`Name of ${name}`}
        list={list}
        required
        maxLength={200}
        value={intent}
        onInput={(event) => setIntent(event.currentTarget.value)}
      />
      <datalist id={list}>
        {names.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <button type="submit" class="button primary" aria-label={`Accept ${name}`}>
        Accept
      </button>
      <button
        type="button"
        class="button quiet"
        aria-label={`Dismiss ${name}`}
        onClick={() => void decide({ decision: "dismiss" })}
      >
        Dismiss
      </button>
    </form>
  );
}

const DONE: Record<Decision["decision"], string> = {
  accept: "Accepted: the next training counts its questions as labelled.",
  dismiss: "Dismissed.",
  reopen: "Open again.",
};
