import { useState } from "preact/hooks";
import type { Considered, VerifiedAnswerView } from "../../../src/protocol/review.ts";
import { useDesk } from "../parts/context.ts";
import { withoutMarks } from "../parts/excerpt.ts";
import { LineForm } from "../parts/line-form.tsx";
import { Problem } from "../parts/states.tsx";
import type { Failure } from "../wire/api.ts";
import { consideredWords } from "./words.ts";

type Props = { answers: readonly VerifiedAnswerView[] };

/** Whether a question would be given a verified answer, before a customer asks it. Nothing is kept of it. */
export function TryQuestion({ answers }: Props) {
  const desk = useDesk();
  const [considered, setConsidered] = useState<Considered | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function consider(text: string) {
    const result = await desk.api.send<Considered>("POST", "/tried-questions", { text });
    setFailure(result.ok ? null : result.error);
    setConsidered(result.ok ? result.value : null);
    // Whoever tries a question tries it again in other words.
    return false;
  }

  return (
    <section class="card try-question" aria-label="Try a question">
      <LineForm
        label="A question, as a customer might ask it"
        placeholder="Try a question"
        button="Try"
        maxLength={8_000}
        onSubmit={consider}
        onInput={() => setConsidered(null)}
      />
      {failure && <Problem failure={failure} />}
      <div role="status">{considered && <Outcome considered={considered} answers={answers} />}</div>
    </section>
  );
}

function Outcome({ considered, answers }: { considered: Considered } & Props) {
  const { served, answerId, rival } = considered;
  const textOf = (id: string | null) => answers.find((answer) => answer.id === id)?.text ?? null;
  const [nearest, next] = [textOf(answerId), textOf(rival)];
  return (
    <div class="tried">
      <p>
        <span class={served ? "badge good" : "badge wait"}>{served ? "Served" : "Not served"}</span>
        <span>{consideredWords(considered)}</span>
      </p>
      {nearest && (
        <dl>
          <dt>Nearest</dt>
          <dd dir="auto">{withoutMarks(nearest)}</dd>
          {next && <dt>Competes</dt>}
          {next && <dd dir="auto">{withoutMarks(next)}</dd>}
        </dl>
      )}
    </div>
  );
}
