import type { ComponentChildren } from "preact";
import type { AnswerRecord } from "../../../src/protocol/answer-record.ts";
import type { AnswerView } from "../../../src/protocol/staff-http.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { useLoad } from "../parts/load.ts";
import { Problem, Skeletons } from "../parts/states.tsx";

/** The turn as it was recorded: what was understood, found, sent and spent. */
export function WhyPanel({ answerId }: { answerId: string }) {
  const { value, failure } = useLoad<AnswerView>(`/answers/${encodeURIComponent(answerId)}`);
  if (failure) return <Problem failure={failure} />;
  if (!value) return <Skeletons />;
  if (!value.record) return <p class="hint">This answer did not come to an end, so nothing was recorded.</p>;
  return <Recorded question={value.question} record={value.record} />;
}

function Recorded({ question, record }: { question: string; record: AnswerRecord }) {
  const { understood, support, intent, passages, messages, fallbacks, timings, tokens } = record;
  return (
    <>
      <Part title="Question">
        <p dir="auto">{question}</p>
        {understood.text !== question && <Fact name="Understood as">{understood.text}</Fact>}
        {understood.topic && <Fact name="Topic carried over">{understood.topic}</Fact>}
        {intent && (
          <Fact name="Intent">
            {intent.name} ({Math.round(intent.probability * 100)} %)
          </Fact>
        )}
      </Part>
      <Part title="Support in the documentation">
        <Support {...support} />
      </Part>
      <Part title={`Passages (${passages.length})`}>
        <Passages passages={passages} />
      </Part>
      <Part title="How it was written">
        <Fact name="Model">{record.modelId ?? "None: quoted word for word"}</Fact>
        {record.promptVersion && <Fact name="Prompt">{record.promptVersion}</Fact>}
        <Fact name="Knowledge">{record.knowledgeVersion}</Fact>
        {tokens && (
          <Fact name="Tokens">
            {tokens.prompt} in, {tokens.completion} out
          </Fact>
        )}
        {fallbacks.length > 0 && <Fact name="Fallbacks">{fallbacks.join(", ")}</Fact>}
      </Part>
      <Part title="Time">
        {Object.entries(timings).map(([stage, spent]) => (
          <Fact key={stage} name={stage}>
            {spent < 10 ? spent.toFixed(1) : Math.round(spent)} ms
          </Fact>
        ))}
      </Part>
      {messages.length > 0 && <Messages messages={messages} />}
    </>
  );
}

function Support({ score, threshold }: AnswerRecord["support"]) {
  const enough = score >= threshold;
  const most = Math.max(1, score, threshold);
  return (
    <>
      <meter min={0} max={most} optimum={most} low={threshold} value={score} aria-label="Support" />
      <p class="hint">
        {score.toFixed(2)}, {enough ? "above" : "below"} the {threshold.toFixed(2)} that an answer needs.
      </p>
    </>
  );
}

function Passages({ passages }: Pick<AnswerRecord, "passages">) {
  if (passages.length === 0) return <p class="hint">Nothing was found.</p>;
  const best = Math.max(...passages.map(({ score }) => score));
  return (
    <ol class="scores">
      {passages.map(({ id, path, anchor, heading, score }) => (
        <li key={id}>
          <a href={`/docs/${path}${anchor && `#${anchor}`}`} target="_blank" rel="noopener noreferrer">
            {heading || path}
          </a>
          <span class="figure">{score.toFixed(2)}</span>
          <progress max={best} value={Math.max(0, score)} aria-label={`Score ${score.toFixed(2)}`} />
        </li>
      ))}
    </ol>
  );
}

function Messages({ messages }: Pick<AnswerRecord, "messages">) {
  return (
    <details class="context-section">
      <summary>The exact messages sent ({messages.length})</summary>
      {messages.map(({ role, content }, at) => (
        <div key={`${at}${role}`}>
          <h4>{role}</h4>
          <pre class="code" {...SCROLLABLE}>
            {content}
          </pre>
        </div>
      ))}
    </details>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="context-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <p class="fact">
      <span>{name}</span>
      <span dir="auto">{children}</span>
    </p>
  );
}
