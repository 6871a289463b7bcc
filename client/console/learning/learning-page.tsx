import "../style/learning.css";
import type { ComponentChildren } from "preact";
import type { PageProps } from "../parts/lazy.tsx";
import { Empty } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import { ModelsPart } from "./models-part.tsx";

const PARTS = {
  models: { label: "Models", says: "What serves each intent, and what earned it." },
} as const;
type Part = keyof typeof PARTS;

/** `#/learning/models` and its neighbours. */
export default function LearningPage({ path: [part = "models"] }: PageProps) {
  if (part === "models") return <Frame part={part} />;
  return (
    <Empty icon="search" title="There is no such page">
      <a href={linkTo(["learning", "models"])}>Open the models</a>.
    </Empty>
  );
}

function Frame({ part }: { part: Part }) {
  return (
    <LearningFrame part={part}>
      <ModelsPart />
    </LearningFrame>
  );
}
function LearningFrame({ part, children }: { part: Part; children: ComponentChildren }) {
  const { label, says } = PARTS[part];
  return (
    <div class="page">
      <div class="page-inside learning">
        <header class="page-head">
          <div>
            <h1>{label}</h1>
            <p>{says}</p>
          </div>
        </header>
        {children}
      </div>
    </div>
  );
}
