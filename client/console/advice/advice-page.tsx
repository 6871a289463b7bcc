import "../style/advice.css";
import type { Advice, IntentAdvice, Recommendation } from "../../../src/protocol/advice.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { useLoad } from "../parts/load.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { fullTime } from "../parts/time.tsx";
import { linkTo } from "../route.ts";
import { Outcomes } from "./outcomes.tsx";
import { RECOMMENDATION_WORDS, ROUTE_WORDS, shown } from "./words.ts";

export default function AdvicePage() {
  const { value, failure } = useLoad<{ advice: Advice | null }>("/advice");
  return (
    <div class="page">
      <div class="page-inside">
        <header class="page-head">
          <div>
            <h1>Prompt or fine-tune?</h1>
            <p>What serves each intent best, measured on your own conversations.</p>
          </div>
          {value?.advice && <small>Measured {fullTime(Date.parse(value.advice.madeAt))}</small>}
        </header>
        {failure && <Problem failure={failure} />}
        {!value && !failure && <Skeletons />}
        {value && !value.advice && (
          <Empty icon="insights" title="Nothing was measured yet">
            An engineer runs <code>npm run finetune -- collect</code> and then <code>npm run finetune -- advise</code>.
          </Empty>
        )}
        {value?.advice && <Advised advice={value.advice} />}
      </div>
    </div>
  );
}

function Advised({ advice }: { advice: Advice }) {
  return (
    <>
      <Summary advice={advice} />
      <section class="section" aria-labelledby="intents">
        <h2 id="intents">Intents</h2>
        {advice.intents.length === 0 && (
          <p class="card padded hint">No question is labelled yet. Label some under Review.</p>
        )}
        {advice.intents.map((intent) => (
          <Intent key={intent.intent} advice={intent} />
        ))}
      </section>
      {advice.risks.length > 0 && (
        <section class="section" aria-labelledby="risks">
          <h2 id="risks">Risks in the data</h2>
          <ul class="card">
            {advice.risks.map(({ risk, detail }) => (
              <li key={detail} class="row">
                <span class="badge wait">{risk.replace("-", " ")}</span>
                <span class="grow">{detail}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="section" aria-labelledby="trainers">
        <h2 id="trainers">What can be trained here</h2>
        <ul class="card">
          {advice.trainers.map(({ name, ready, note }) => (
            <li key={name} class="row">
              <span class={ready ? "badge good" : "badge"}>{ready ? "Ready" : "Not here"}</span>
              <span class="grow">
                <b>{name}</b> <small>{note}</small>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Summary({ advice: { intents, questions, unlabelled } }: { advice: Advice }) {
  const counts = new Map<Recommendation, number>();
  for (const { recommendation } of intents) counts.set(recommendation, (counts.get(recommendation) ?? 0) + 1);
  return (
    <section class="section" aria-label="Summary">
      <p class="hint">
        {questions.toLocaleString()} questions; {unlabelled.toLocaleString()} of them are labelled with no intent.
      </p>
      <ul class="advice-counts">
        {[...counts].map(([recommendation, count]) => (
          <li key={recommendation} class="card">
            <b class="figure">{count}</b> {RECOMMENDATION_WORDS[recommendation].words}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Intent({ advice }: { advice: IntentAdvice }) {
  const { intent, questions, share, recommendation, reasons, routes, outcomes } = advice;
  const { words, badge } = RECOMMENDATION_WORDS[recommendation];
  return (
    <details class="card advice">
      <summary>
        <b class="grow" dir="auto">
          {intent}
        </b>
        <span class={`badge ${badge}`}>{words}</span>
        <span class="figure">{questions}</span>
      </summary>
      <div class="advice-inside">
        <ol class="reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason.charAt(0).toUpperCase() + reason.slice(1)}.</li>
          ))}
        </ol>
        <Outcomes outcomes={outcomes} />
        <div class="table-scroll" {...SCROLLABLE}>
          <table class="grid-table">
            <caption class="visually-hidden">Routes of {intent}</caption>
            <thead>
              <tr>
                <th scope="col">Route</th>
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
                  <td>{ROUTE_WORDS[route]}</td>
                  <td class="number">{shown(accuracy)}</td>
                  <td class="number">{ms === null ? "–" : `${ms} ms`}</td>
                  <td>{cost}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p class="hint">
          {Math.round(share * 100)} % of all questions.{" "}
          <a href={linkTo(["search"], { rows: "answers", intent })}>Its conversations</a>
        </p>
      </div>
    </details>
  );
}
