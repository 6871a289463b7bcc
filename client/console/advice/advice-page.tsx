import "../style/advice.css";
import { useState } from "preact/hooks";
import { type Advice, RECOMMENDATIONS, type Recommendation } from "../../../src/protocol/advice.ts";
import { useLoad } from "../parts/load.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { fullTime } from "../parts/time.tsx";
import { IntentCard } from "./intent-card.tsx";
import { RECOMMENDATION_WORDS, sentence } from "./words.ts";

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
        {value && !value.advice && <NeverMade />}
        {value?.advice && <Advised advice={value.advice} />}
      </div>
    </div>
  );
}

function NeverMade() {
  return (
    <Empty icon="advice" title="Nothing was measured yet">
      Give answers an intent under <a href="#/review">Review</a>. Then an engineer runs these two on the server, and the
      advice stands here:
      <code class="commands">npm run finetune -- collect{"\n"}npm run finetune -- advise</code>
    </Empty>
  );
}

function Advised({ advice }: { advice: Advice }) {
  const [only, setOnly] = useState<Recommendation | null>(null);
  const { intents, risks, trainers } = advice;
  const listed = intents.filter(({ recommendation }) => only === null || recommendation === only);
  const most = Math.max(...intents.map(({ questions }) => questions), 0);
  return (
    <>
      <Summary advice={advice} only={only} onOnly={setOnly} />
      <section class="section" aria-labelledby="intents">
        <h2 id="intents">{only ? RECOMMENDATION_WORDS[only].words : "All intents"}</h2>
        {intents.length === 0 && (
          <p class="card padded hint">
            No question has an intent yet. Name some under <a href="#/review">Review</a>.
          </p>
        )}
        {only && <p class="hint">{RECOMMENDATION_WORDS[only].meaning}</p>}
        {listed.map((intent) => (
          <IntentCard key={intent.intent} advice={intent} most={most} />
        ))}
      </section>
      {risks.length > 0 && (
        <section class="section" aria-labelledby="risks">
          <h2 id="risks">Risks in the data</h2>
          <ul class="card">
            {risks.map(({ risk, detail }) => (
              <li key={detail} class="row">
                <span class="badge wait">{risk.replace("-", " ")}</span>
                <span class="grow">{sentence(detail)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="section" aria-labelledby="trainers">
        <h2 id="trainers">What can be trained here, and who keeps it fresh</h2>
        <ul class="card">
          {trainers.map(({ name, ready, note }) => (
            <li key={name} class="row">
              <span class={ready ? "badge good" : "badge"}>{ready ? "Ready" : "Not here"}</span>
              <span class="grow">
                <b>{name}</b> <small>{sentence(note)}</small>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

type SummaryProps = {
  advice: Advice;
  only: Recommendation | null;
  onOnly: (recommendation: Recommendation | null) => void;
};

/** How many intents want what; a click lists those alone. */
function Summary({ advice: { intents, questions, unlabelled }, only, onOnly }: SummaryProps) {
  const count = (wanted: Recommendation) => intents.filter(({ recommendation }) => recommendation === wanted).length;
  const labelled = questions - unlabelled;
  return (
    <section class="section" aria-label="Summary">
      <p class="hint">
        {intents.length} intents in {labelled.toLocaleString()} labelled questions; {unlabelled.toLocaleString()} more
        have no intent.
      </p>
      <fieldset class="advice-counts" aria-label="Which intents">
        {RECOMMENDATIONS.filter((wanted) => count(wanted) > 0).map((wanted) => (
          <button
            key={wanted}
            type="button"
            class="advice-count"
            aria-pressed={wanted === only}
            onClick={() => onOnly(wanted === only ? null : wanted)}
          >
            <b class="figure">{count(wanted)}</b> {RECOMMENDATION_WORDS[wanted].words}
          </button>
        ))}
      </fieldset>
    </section>
  );
}
