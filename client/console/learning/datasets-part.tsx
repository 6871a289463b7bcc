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
        <div class="facts">
          <Counts title="Reviewed rows by intent" counts={card.intents} none="No reviewed row yet." />
          <Counts
            title={`Left out of ${countWords(cleaning.examples, "row")}`}
            counts={left}
            none="Nothing was left out."
          />
          <Counts
            title="Rows with personal data replaced"
            counts={card.placeholders}
            none="No placeholder stands in any row."
          />
          <Counts title="Verdicts" counts={card.verdicts} none="None." />
          <Counts title="Languages" counts={card.languages} none="None." />
          <Counts title="Channels" counts={card.channels} none="None." />
        </div>
        <details class="disclosure">
          <summary>Its rows</summary>
          <ExampleList dataset={dataset} intents={Object.keys(card.intents)} />
        </details>
      </div>
    </details>
  );
}
