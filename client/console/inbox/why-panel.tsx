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
  return <Recorded {...value} record={value.record} />;
}

function Recorded({ question, record, cost, shares }: AnswerView & { record: AnswerRecord }) {
  const { understood, support, intent, passages, messages, fallbacks, timings, tokens, verified } = record;
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
        <Support {...support} decided={supportDecision(record)} />
      </Part>
      <Part title={`Passages (${passages.length})`}>
        <Passages passages={passages} shares={shares} />
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
        {cost && <Fact name="Cost">{costWords(cost)}</Fact>}
        {verified && (
          <Fact name="Verified answer">
            {verified.lead.toFixed(2)} ahead of the next, of the {verified.threshold.toFixed(2)} that it needs
          </Fact>
        )}
        <Fact name="Fallbacks">{fallbacks.length > 0 ? fallbacks.map(words).join(", ") : "None"}</Fact>
      </Part>
      <Part title="Time">
        {Object.entries(timings).map(([stage, spent]) => (
          <Fact key={stage} name={words(stage)}>
            {milliseconds(spent)}
          </Fact>
        ))}
        <Fact name="All in all">{milliseconds(Object.values(timings).reduce((sum, spent) => sum + spent, 0))}</Fact>
      </Part>
      <Messages messages={messages} />
    </>
  );
}

/** "Model timeout" of "model-timeout". */
function words(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");
}

function milliseconds(spent: number): string {
  return `${spent < 10 ? spent.toFixed(1) : Math.round(spent)} ms`;
}

function costWords({ amount, currency }: NonNullable<AnswerView["cost"]>): string {
  if (amount === null) return "Unknown: MODEL_PRICES does not name this model";
  const digits = { style: "currency", currency, maximumSignificantDigits: 2 } as const;
  return new Intl.NumberFormat(undefined, digits).format(amount);
}

/** What became of a question whose support is below what an answer needs. */
function supportDecision({ verified, intent, messages, passages }: AnswerRecord): string {
  if (verified) return "A verified answer was given, which needs no passage.";
  if (messages.length > 0) return "In such doubt a model decides whether the passages answer.";
  if (intent) return "An approved reply was given, which needs no passage.";
  return passages.length > 0
    ? "In doubt, a passage is quoted at most, as one that may not answer, beside the offer of a person."
    : "Nothing was found.";
}

function Support({ score, threshold, decided }: AnswerRecord["support"] & { decided: string }) {
  const enough = score >= threshold;
  const [shown, needed] = apart(score, threshold);
  const most = Math.max(1, score, threshold);
  return (
    <>
      <meter min={0} max={most} optimum={most} low={threshold} value={score} aria-label="Support" />
      <p class="hint">
        {shown}, {score === threshold ? "just" : enough ? "above" : "below"} the {needed} that an answer needs.{" "}
        {!enough && decided}
      </p>
    </>
  );
}

/** With as many digits as tell the two apart, two at least. */
function apart(one: number, other: number): [string, string] {
  const digits = [2, 3, 4, 5].find((count) => one.toFixed(count) !== other.toFixed(count)) ?? 2;
  return [one.toFixed(digits), other.toFixed(digits)];
}

function Passages({ passages, shares }: Pick<AnswerRecord, "passages"> & Pick<AnswerView, "shares">) {
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
          {shares?.[id] && <small>{sharesWords(shares[id])}</small>}
        </li>
      ))}
    </ol>
  );
}

const SIGNALS: Record<string, string> = {
  body: "text",
  path: "address",
  learned: "learnt questions",
  page: "its page",
  bigrams: "words side by side",
  phrases: "quoted phrase",
  dense: "meaning",
  topics: "topic",
};

/** What a passage was found by, the largest share first. A share that rounds to nothing says nothing. */
function sharesWords(shares: Readonly<Record<string, number>>): string {
  return Object.entries(shares)
    .filter(([, share]) => Math.abs(share) >= 0.05)
    .sort(([, one], [, other]) => other - one)
    .map(([name, share]) => `${SIGNALS[name] ?? name} ${share.toFixed(1)}`)
    .join(" · ");
}

function Messages({ messages }: Pick<AnswerRecord, "messages">) {
  if (messages.length === 0)
    return (
      <Part title="Messages sent">
        <p class="hint">None: no model was asked.</p>
      </Part>
    );
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
