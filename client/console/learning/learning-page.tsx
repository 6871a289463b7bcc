import "../style/learning.css";
import type { FunctionComponent } from "preact";
import type { Verb } from "../../../src/protocol/roles.ts";
import { useDesk } from "../parts/context.ts";
import type { PageProps } from "../parts/lazy.tsx";
import { NotForThisRole } from "../parts/not-for-this-role.tsx";
import { Empty } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import { DatasetsPart } from "./datasets-part.tsx";
import { IntentsPart } from "./intents-part.tsx";
import { ModelsPart } from "./models-part.tsx";
import { RunsPart } from "./runs-part.tsx";

type Part = { label: string; says: string; needs: Verb; Content: FunctionComponent };

const PARTS: Record<string, Part> = {
  models: {
    label: "Models",
    says: "What serves each intent, and what earned it.",
    needs: "read-insights",
    Content: ModelsPart,
  },
  runs: {
    label: "Runs",
    says: "Trainings: what runs, what they said, and what came of them.",
    needs: "read-insights",
    Content: RunsPart,
  },
  datasets: {
    label: "Datasets",
    says: "What models learn from: cleaned, without personal data, and each row with its conversation.",
    needs: "manage-datasets",
    Content: DatasetsPart,
  },
  intents: {
    label: "Intents",
    says: "What customers want: proposals to decide on, and how each intent fares.",
    needs: "manage-datasets",
    Content: IntentsPart,
  },
};

/** `#/learning/models` and its neighbours. */
export default function LearningPage({ path: [name = "models"] }: PageProps) {
  const desk = useDesk();
  const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (part && !desk.may(part.needs)) return <NotForThisRole needs={part.needs} />;
  if (!part) {
    return (
      <Empty icon="search" title="There is no such page">
        The link may be from another version. <a href={linkTo(["learning", "models"])}>Open the models</a>.
      </Empty>
    );
  }
  const { label, says, Content } = part;
  return (
    <div class="page">
      <div class="page-inside learning">
        <header class="page-head">
          <div>
            <h1>{label}</h1>
            <p>{says}</p>
          </div>
          <Parts shown={name} />
        </header>
        <Content />
      </div>
    </div>
  );
}

function Parts({ shown }: { shown: string }) {
  const desk = useDesk();
  return (
    <nav class="segments" aria-label="The learning loop">
      {Object.entries(PARTS)
        .filter(([, { needs }]) => desk.may(needs))
        .map(([name, { label }]) => (
          <a key={name} href={linkTo(["learning", name])} aria-current={name === shown ? "page" : undefined}>
            {label}
          </a>
        ))}
    </nav>
  );
}
