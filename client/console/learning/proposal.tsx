import { useId, useState } from "preact/hooks";
import type { Decision, ProposalView, QuestionsView } from "../../../src/protocol/learning.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Problem, Skeletons } from "../parts/states.tsx";
import { percent } from "./words.ts";

type Props = { of: ProposalView; names: readonly string[]; onDecided: () => void };

/** A group of questions: accepted under a name, which may be another's, or dismissed. */
export function Proposal({ of, names, onDecided }: Props) {
  const desk = useDesk();
  const { id, name, size, cohesion, examples, decided } = of;
  const [shown, setShown] = useState(false);
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
      {shown ? <AllQuestions id={id} /> : <Questions of={examples} />}
      {size > examples.length && (
        <button type="button" class="link-button" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? "Only the most typical ones" : `All ${size} questions`}
        </button>
      )}
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

function Questions({ of }: { of: readonly string[] }) {
  return (
    <ul class="hint">
      {of.map((question, at) => (
        // Two customers may ask with the same words, and the order never changes.
        <li key={`${at} ${question}`} dir="auto">
          {question}
        </li>
      ))}
    </ul>
  );
}

function AllQuestions({ id }: { id: string }) {
  const { value, failure } = useLoad<QuestionsView>(`/learning/proposals/${encodeURIComponent(id)}/questions`);
  if (failure) return <Problem failure={failure} />;
  return value ? <Questions of={value.questions} /> : <Skeletons lines={3} />;
}

type DecideProps = { of: ProposalView; names: readonly string[]; decide: (decision: Decision) => Promise<void> };

function Decide({ of: { name, size }, names, decide }: DecideProps) {
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
      {size > 1 && (
        <button
          type="button"
          class="button"
          aria-label={`Split in two: ${name}`}
          onClick={() => void decide({ decision: "split" })}
        >
          Split in two
        </button>
      )}
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
  split: "Split: decide on each part. The same name makes them one again.",
  reopen: "Open again.",
};
