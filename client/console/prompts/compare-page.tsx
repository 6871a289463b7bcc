import type { PromptDiff, PromptsView } from "../../../src/protocol/prompts.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import { DiffLines } from "./diff-lines.tsx";
import { partWords } from "./words.ts";

export function ComparePage({ before, after }: { before: string; after: string }) {
  const path = `/prompts/${encodeURIComponent(before)}/changes/${encodeURIComponent(after)}`;
  const { value, failure } = useLoad<{ diff: PromptDiff }>(path);
  return (
    <div class="page">
      <div class="page-inside">
        <header class="page-head">
          <div>
            <h1>What changed</h1>
            <p>Line by line, in every part of the two versions.</p>
          </div>
          <a class="button" href="#/prompts">
            All versions
          </a>
        </header>
        <Pair before={before} after={after} />
        {failure && <Problem failure={failure} />}
        {!value && !failure && <Skeletons />}
        {value?.diff.length === 0 && <Empty icon="closed" title="Nothing differs" />}
        {value?.diff.map(({ part, lines }) => (
          <section key={part} class="section">
            <h2>{partWords(part)}</h2>
            <div class="card">
              <DiffLines lines={lines} />
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}

/** Any two versions may be put side by side. */
function Pair({ before, after }: { before: string; after: string }) {
  const desk = useDesk();
  const { value } = useLoad<PromptsView>("/prompts");
  const known = value?.versions.map(({ version }) => version) ?? [];
  const choices = [...new Set([before, after, ...known])];
  const pick = (label: string, chosen: string, go: (version: string) => string) => (
    <label class="compared">
      {label}
      <select class="input" value={chosen} onChange={(event) => desk.go(go(event.currentTarget.value))}>
        {choices.map((version) => (
          <option key={version} value={version}>
            {version === value?.serving.live ? `${version} (live)` : version}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="actions">
      {pick("From", before, (version) => linkTo(["prompts", "compare", version, after]))}
      {pick("to", after, (version) => linkTo(["prompts", "compare", before, version]))}
    </div>
  );
}
