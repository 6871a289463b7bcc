import type { DatasetCardView, DatasetsView } from "../../../src/protocol/learning.ts";
import { useLoad } from "../parts/load.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import { Counts } from "./counts.tsx";
import { ExampleList } from "./example-list.tsx";
import { countWords, short } from "./words.ts";

export function DatasetsPart() {
  const { value, failure } = useLoad<DatasetsView>("/learning/datasets");
  if (failure) return <Problem failure={failure} />;
  if (!value) return <Skeletons />;
  if (value.datasets.length === 0) {
    return (
      <Empty icon="book" title="No dataset was built yet">
        The first training builds one out of what staff approved: <a href={linkTo(["learning", "runs"])}>Train now</a>.
      </Empty>
    );
  }
  return (
    <>
      {value.datasets.map((card) => (
        <DatasetCard key={card.dataset} card={card} current={card.dataset === value.current} />
      ))}
    </>
  );
}

function DatasetCard({ card, current }: { card: DatasetCardView; current: boolean }) {
  const { dataset, train, test, cleaning, gaps } = card;
  const left = Object.fromEntries(Object.entries(cleaning.left).filter(([, count]) => count > 0));
  return (
    <details class="card job" open={current}>
      <summary>
        <span class="grow">
          <b class="version" title={dataset}>
            {short(dataset)}
          </b>
          <small>
            {" "}
            {train.toLocaleString()} to train on, {test.toLocaleString()} to test with
          </small>
        </span>
        {current && <span class="badge good">In use</span>}
      </summary>
      <div class="job-inside">
        {gaps.map((gap) => (
          <p key={gap} class="notice">
            {gap}
          </p>
        ))}
        {card.judged > 1 && (
          <p class="notice">
            {card.judged} models were judged on its test rows. The more, the likelier one of them is good there by
            chance: new conversations bring new test rows.
          </p>
        )}
        <div class="facts">
          <Counts title="Reviewed rows by intent" counts={card.intents} none="No reviewed row yet." />
          <Counts
            title={`Left out of ${countWords(cleaning.examples, "row")}`}
            counts={left}
            none="Nothing was left out."
          />
          <Counts
            title="Rows with personal data replaced"
            counts={card.redacted}
            none="No placeholder stands in any row."
          />
          <Counts title="Reviewed rows by who approved them" counts={card.approvedBy} none="No reviewed row yet." />
          <Counts title="Licences" counts={card.licences} none="None was told." />
          <Counts title="Verdicts" counts={card.verdicts} none="None." />
          <Counts title="Languages" counts={card.languages} none="None." />
          <Counts title="Channels" counts={card.channels} none="None." />
        </div>
        {cleaning.caps && (
          <p class="hint">
            At most {cleaning.caps.intent.toLocaleString()} reviewed rows of an intent stay, and{" "}
            {cleaning.caps.unreviewed.toLocaleString()} that nobody reviewed.
          </p>
        )}
        <details class="disclosure">
          <summary>Its rows, and what was left out</summary>
          <ExampleList dataset={dataset} intents={Object.keys(card.intents)} reasons={Object.keys(left)} />
        </details>
      </div>
    </details>
  );
}
