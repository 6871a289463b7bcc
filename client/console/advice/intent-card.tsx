import type { ComponentChildren } from "preact";
import type { IntentAdvice } from "../../../src/protocol/advice.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { linkTo } from "../route.ts";
import { docsLink, percent, RECOMMENDATION_WORDS, ROUTE_WORDS, sentence, shown, stepFor } from "./words.ts";

type Props = { advice: IntentAdvice /** Questions of the commonest intent. */; most: number };

/** What to do about one intent at a glance; behind it why, with the numbers. */
export function IntentCard({ advice, most }: Props) {
  const { intent, questions, recommendation, reasons } = advice;
  const { words, badge } = RECOMMENDATION_WORDS[recommendation];
  return (
    <details class="card advice">
      <summary>
        <span class="grow">
          <b dir="auto">{intent}</b>
          <small>{reasons[0] && sentence(reasons[0])}</small>
        </span>
        <span class={`badge ${badge}`}>{words}</span>
        <span class="volume">
          <span class="figure">{questions.toLocaleString()}</span>
          <span class="volume-bar" aria-hidden="true">
            <span style={{ inlineSize: `${(questions / Math.max(1, most)) * 100}%` }} />
          </span>
        </span>
      </summary>
      <Inside advice={advice} />
    </details>
  );
}

function Inside({ advice }: { advice: IntentAdvice }) {
  const { intent, reasons, outcomes, share, recommendation } = advice;
  const step = stepFor(advice);
  const judged = Object.entries(outcomes).filter(([, count]) => count > 0);
  return (
    <div class="advice-inside">
      <div class="advice-why">
        <div>
          <h3>Why</h3>
          <ol class="advice-reasons">
            {reasons.map((reason) => (
              <li key={reason}>{sentence(reason)}</li>
            ))}
          </ol>
        </div>
        <div class="actions">
          <a class="button primary" href={step.href}>
            {step.words}
          </a>
          <a class="button" href={linkTo(["search"], { rows: "answers", intent })}>
            Its conversations
          </a>
        </div>
      </div>
      <p class="hint">
        {RECOMMENDATION_WORDS[recommendation].meaning} {percent(share)} of all questions;{" "}
        {judged.map(([outcome, count]) => `${count.toLocaleString()} ${outcome}`).join(", ")}.
      </p>
      <Measures advice={advice} />
      <Routes advice={advice} />
    </div>
  );
}

/** The three questions, each with what was measured for it. */
function Measures({ advice }: { advice: IntentAdvice }) {
  const { documented, confidence, closedBook, page, rows, rowsNeeded, unsupported, sameReply, distance } = advice;
  return (
    <div class="measures">
      <section>
        <h3>Does the documentation cover it?</h3>
        <dl>
          <Measure name="Questions it knows">{shown(documented)}</Measure>
          <Measure name="As sure as it has to be">{confidence.toFixed(1)} times</Measure>
          <Measure name="Right without any page">{closedBook ? shown(closedBook) : "no model"}</Measure>
          <Measure name="Page found most">{page ? <a href={docsLink(page)}>{page}</a> : "none"}</Measure>
        </dl>
      </section>
      <section>
        <h3>Is there enough to learn from?</h3>
        <dl>
          <Measure name="Approved replies">{rows.toLocaleString()}</Measure>
          <Measure name="Needed, by its learning curve">{rowsNeeded?.toLocaleString() ?? "cannot be told yet"}</Measure>
          <Measure name="The commonest reply">{rows === 0 ? "none" : `${percent(sameReply)} of them`}</Measure>
        </dl>
      </section>
      <section>
        <h3>Is it special?</h3>
        <dl>
          <Measure name="Replies that no passage supports">{shown(unsupported)}</Measure>
          <Measure name="Distance to the nearest passage">{distance.documentation.toFixed(2)}</Measure>
          <Measure name="Distance to what all people ask">{distance.general.toFixed(2)}</Measure>
        </dl>
      </section>
    </div>
  );
}

type MeasureProps = { name: string; children: ComponentChildren };

function Measure({ name, children }: MeasureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Routes({ advice: { intent, routes } }: { advice: IntentAdvice }) {
  return (
    <div class="table-scroll" {...SCROLLABLE}>
      <table class="grid-table">
        <caption class="visually-hidden">Ways to answer {intent}</caption>
        <thead>
          <tr>
            <th scope="col">Answered by</th>
            <th scope="col" class="number">
              Right
            </th>
            <th scope="col" class="number">
              Time
            </th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {routes.map(({ route, accuracy, ms, cost }) => (
            <tr key={route}>
              <th scope="row">{ROUTE_WORDS[route]}</th>
              <td class="number">{shown(accuracy)}</td>
              <td class="number">{ms === null ? "–" : `${ms} ms`}</td>
              <td>{cost}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
