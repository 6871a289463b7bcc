import type { InsightsView } from "../../../src/protocol/insights.ts";
import type { ProposalsView } from "../../../src/protocol/learning.ts";
import { IntentTable } from "../insights/intent-table.tsx";
import { edgesOf, lastDays } from "../insights/period.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Problem, Skeletons } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import { Proposal } from "./proposal.tsx";
import { useStartJob } from "./train-dialog.tsx";
import { countWords } from "./words.ts";

const DAYS = 30;

export function IntentsPart() {
  return (
    <>
      <Proposals />
      <Scorecard />
    </>
  );
}

function Proposals() {
  const { value, failure, reload } = useLoad<ProposalsView>("/learning/proposals");
  const found = value?.found;
  const undecided = found?.proposals.filter(({ decided }) => !decided) ?? [];
  const decided = found?.proposals.filter((proposal) => proposal.decided) ?? [];
  const names = [...new Set(decided.flatMap(({ decided }) => decided?.intent ?? []))].sort();
  return (
    <section class="section" aria-labelledby="proposals">
      <div class="volume-head">
        <div>
          <h2 id="proposals">Proposed intents</h2>
          <p class="hint">
            Questions that nobody labelled, grouped by what they ask. The same name for two groups makes them one
            intent; a group that asks for two things can be split.
          </p>
        </div>
        <Discover />
      </div>
      {failure && <Problem failure={failure} />}
      {!value && !failure && <Skeletons lines={3} />}
      {value && !found && <p class="card padded hint">Nobody has looked yet. “Look for intents” takes a minute.</p>}
      {found && undecided.length === 0 && (
        <p class="card padded hint">
          {found.proposals.length === 0
            ? "Nothing is asked often enough yet: a group needs five questions."
            : "All are decided. The next training counts accepted ones as labelled."}
        </p>
      )}
      {undecided.length > 0 && (
        <div class="card">
          {undecided.map((proposal) => (
            <Proposal key={proposal.id} of={proposal} names={names} onDecided={reload} />
          ))}
        </div>
      )}
      {decided.length > 0 && (
        <details class="card disclosure">
          <summary>{countWords(decided.length, "decided group")}</summary>
          {decided.map((proposal) => (
            <Proposal key={proposal.id} of={proposal} names={names} onDecided={reload} />
          ))}
        </details>
      )}
    </section>
  );
}

function Discover() {
  const desk = useDesk();
  const start = useStartJob(() => desk.go(linkTo(["learning", "runs"])));
  return (
    <button
      type="button"
      class="button"
      onClick={() => void start({ verb: "discover", canary: 1 }, "Looking: see how far it is.")}
    >
      Look for intents
    </button>
  );
}

/** How each intent fared, by the same figures as Insights. */
function Scorecard() {
  const edges = edgesOf(lastDays(DAYS, Date.now()));
  const { value, failure } = useLoad<InsightsView>(`/insights?edges=${edges[0]},${edges.at(-1)}`);
  if (failure) return <Problem failure={failure} />;
  if (!value) return <Skeletons lines={3} />;
  if (value.intents.every(({ intent }) => intent === null)) {
    return (
      <p class="card padded hint">
        No answer of the last {DAYS} days has an intent. Label some under <a href="#/review">Review</a>.
      </p>
    );
  }
  return (
    <>
      <IntentTable intents={value.intents} />
      <p class="hint">
        The last {DAYS} days. What would serve each best stands under <a href="#/advice">Prompt or fine-tune?</a>
      </p>
    </>
  );
}
