import type { IntentView } from "../../../src/protocol/insights.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { RESOLUTION_WORDS, RESOLUTIONS, ROUTE_WORDS } from "../parts/outcome-words.ts";
import { Rows } from "./rows.tsx";
import { percent } from "./words.ts";

export function IntentTable({ intents }: { intents: readonly IntentView[] }) {
  return (
    <section class="section" aria-labelledby="intents">
      <div>
        <h2 id="intents">Intents</h2>
        <p class="hint">What customers wanted, as a review or a tuned model said. A conversation may have several.</p>
      </div>
      <Colours of={intents} />
      <section class="card table-scroll" {...SCROLLABLE} aria-label="Table of intents">
        <table class="grid-table intent-table">
          <thead>
            <tr>
              <th scope="col">Intent</th>
              <th scope="col" class="number">
                Conversations
              </th>
              <th scope="col">How they ended</th>
              <th scope="col" class="number">
                No sure answer
              </th>
              <th scope="col" class="number">
                Satisfaction
              </th>
              <th scope="col">Answered by</th>
            </tr>
          </thead>
          <tbody>
            {intents.map((intent) => (
              <IntentRow key={intent.intent} of={intent} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** For the eye alone: every cell says its words to those who listen. */
function Colours({ of: intents }: { of: readonly IntentView[] }) {
  const shown = RESOLUTIONS.filter((resolution) => intents.some(({ resolutions }) => resolutions[resolution]));
  return (
    <ul class="legend" aria-hidden="true">
      {shown.map((resolution) => (
        <li key={resolution}>
          <span class={`swatch ${resolution}`} />
          {RESOLUTION_WORDS[resolution][0]}
        </li>
      ))}
    </ul>
  );
}

function IntentRow({ of }: { of: IntentView }) {
  const { intent, conversations, answers, noAnswer, ratings } = of;
  const rated = ratings.up.count + ratings.down.count;
  return (
    <tr>
      <th scope="row">{intent ?? <i>not known</i>}</th>
      <td class="number">
        <Rows of={conversations} />
      </td>
      <td>
        <Mix of={of} />
      </td>
      <td class="number">
        <Rows of={noAnswer}>{percent(noAnswer.count, answers.count)}</Rows>
      </td>
      <td class="number">{rated === 0 ? "–" : <Rows of={ratings.up}>{percent(ratings.up.count, rated)}</Rows>}</td>
      <td>
        <Routes of={of} />
      </td>
    </tr>
  );
}

/** A colour and a number for each way of ending; `Colours` names them. */
function Mix({ of: { resolutions } }: { of: IntentView }) {
  return (
    <ul class="mix">
      {RESOLUTIONS.map((resolution) => {
        const tally = resolutions[resolution];
        if (!tally) return null;
        return (
          <li key={resolution} title={`${RESOLUTION_WORDS[resolution][0]}: ${tally.count}`}>
            <span class={`swatch ${resolution}`} aria-hidden="true" />
            <span class="visually-hidden">{RESOLUTION_WORDS[resolution][0]} </span>
            <Rows of={tally} />
          </li>
        );
      })}
    </ul>
  );
}

function Routes({ of: { routes, answers } }: { of: IntentView }) {
  const taken = Object.entries(routes).sort(([, one], [, other]) => other.count - one.count);
  return (
    <ul class="mix">
      {taken.map(([route, tally]) => (
        <li key={route}>
          {ROUTE_WORDS[route as keyof typeof ROUTE_WORDS]} <Rows of={tally}>{percent(tally.count, answers.count)}</Rows>
        </li>
      ))}
    </ul>
  );
}
