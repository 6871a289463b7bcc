import type { PromptDiff } from "../../../src/protocol/prompts.ts";
import { useLoad } from "../parts/load.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { DiffLines } from "./diff-lines.tsx";

export function ComparePage({ before, after }: { before: string; after: string }) {
  const path = `/prompts/${encodeURIComponent(before)}/changes/${encodeURIComponent(after)}`;
  const { value, failure } = useLoad<{ diff: PromptDiff }>(path);
  return (
    <div class="page">
      <div class="page-inside">
        <header class="page-head">
          <div>
            <h1>What changed</h1>
            <p>
              From <span class="version">{before}</span> to <span class="version">{after}</span>
            </p>
          </div>
          <a class="button" href="#/prompts">
            All versions
          </a>
        </header>
        {failure && <Problem failure={failure} />}
        {!value && !failure && <Skeletons />}
        {value?.diff.length === 0 && <Empty icon="closed" title="Nothing differs" />}
        {value?.diff.map(({ part, lines }) => (
          <section key={part} class="section">
            <h2 class="version">{part}</h2>
            <div class="card">
              <DiffLines lines={lines} />
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}
