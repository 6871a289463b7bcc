import type { VerifiedAnswersView, VerifiedAnswerView } from "../../../src/protocol/review.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Prose } from "../parts/markdown.tsx";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { Phrasings } from "./phrasings.tsx";
import { TryQuestion } from "./try-question.tsx";

export default function VerifiedPage() {
  const { value, failure, reload } = useLoad<VerifiedAnswersView>("/verified-answers");
  return (
    <div class="page">
      <div class="page-inside">
        <header class="page-head">
          <div>
            <h1>Verified answers</h1>
            <p>What the team has corrected; it is given word for word, before the documentation is asked.</p>
          </div>
        </header>
        {failure && <Problem failure={failure} />}
        {!value && !failure && <Skeletons />}
        {value?.answers.length === 0 && (
          <Empty icon="verified" title="No verified answers yet">
            Correct an answer under <a href="#/review">Review</a>, and it serves the same question from the next second
            on. Here you add the other words in which customers ask for it.
          </Empty>
        )}
        {value && value.answers.length > 0 && <Answers view={value} onChanged={reload} />}
      </div>
    </div>
  );
}

function Answers({ view, onChanged }: { view: VerifiedAnswersView; onChanged: () => void }) {
  const { answers, conflicts } = view;
  return (
    <section class="section">
      <p class="hint">
        {answers.length === 1 ? "1 answer" : `${answers.length} answers`}. One is given when a question is clearly
        closer to it than to every other; what counts as clearly is worked out from these answers. The more phrasings an
        answer has, the more surely it is recognised.
      </p>
      <TryQuestion answers={answers} />
      <Conflicts view={view} />
      {answers.map((answer) => (
        <AnswerCard
          key={answer.id}
          answer={answer}
          unsure={conflicts.filter((conflict) => conflict.answer === answer.id).map(({ question }) => question)}
          onChanged={onChanged}
        />
      ))}
    </section>
  );
}

function Conflicts({ view: { answers, conflicts } }: { view: VerifiedAnswersView }) {
  if (conflicts.length === 0) return null;
  const textOf = (id: string) => answers.find((answer) => answer.id === id)?.text ?? "an answer that was retired";
  return (
    <details class="card disclosure">
      <summary>
        {conflicts.length === 1 ? "1 question" : `${conflicts.length} questions`} would be answered by another answer's
        words
      </summary>
      {conflicts.map(({ question, other }) => (
        <div key={`${question}${other}`} class="row">
          <div class="grow">
            <b dir="auto">{question}</b>
            <p dir="auto">
              <small>{textOf(other)}</small>
            </p>
          </div>
        </div>
      ))}
    </details>
  );
}

type CardProps = { answer: VerifiedAnswerView; unsure: readonly string[]; onChanged: () => void };

function AnswerCard({ answer, unsure, onChanged }: CardProps) {
  const { id, text, stale } = answer;
  const desk = useDesk();
  async function retire() {
    const result = await desk.api.send("DELETE", `/verified-answers/${encodeURIComponent(id)}`);
    desk.toasts.say(result.ok ? "The answer is retired." : result.error.message);
    onChanged();
  }
  return (
    <article class="card turn">
      <header>
        {stale ? (
          <span class="badge wait">Stale: its source has changed, so it does not serve</span>
        ) : (
          <span class="badge good">Serves</span>
        )}
        {desk.may("review") && (
          <button type="button" class="button danger" onClick={() => void retire()}>
            Retire
          </button>
        )}
      </header>
      <Phrasings answer={answer} unsure={unsure} onChanged={onChanged} />
      <div class="turn-answer">
        <Prose text={text} />
      </div>
    </article>
  );
}
