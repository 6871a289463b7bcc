import { useState } from "preact/hooks";
import type { PromptSet, PromptsView, PromptVersion } from "../../../src/protocol/prompts.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Problem, Skeletons } from "../parts/states.tsx";
import { CheatSheet } from "./cheat-sheet.tsx";
import { useDraft } from "./draft.ts";
import { EditExamples } from "./edit-examples.tsx";
import { EditOverrides } from "./edit-overrides.tsx";
import { EditSearch } from "./edit-search.tsx";
import { EditSections } from "./edit-sections.tsx";
import { EditWords } from "./edit-words.tsx";
import { Preview } from "./preview.tsx";
import { SaveBar } from "./save-bar.tsx";
import { TryQuestion } from "./try-question.tsx";

/** @property change takes the content as it is and returns it as it shall be */
export type EditorProps = { content: PromptSet; change: (edit: (content: PromptSet) => PromptSet) => void };

const MAY_LOOK =
  "You may look at everything here. Changing, replaying and publishing is for engineers and owners; an owner can change your role under People.";

export function EditorPage({ version }: { version: string }) {
  const { value, failure } = useLoad<PromptVersion>(`/prompts/${encodeURIComponent(version)}`);
  const { value: view } = useLoad<PromptsView>("/prompts");
  const may = useDesk().may("manage-prompts");
  return (
    <div class="page">
      <div class="page-inside studio">
        <header class="page-head">
          <div>
            <h1>{may ? "Edit a prompt" : "Look at a prompt"}</h1>
            <p>
              {may ? "Starting from " : "Version "}
              <span class="version">{version}</span>.{" "}
              {may ? "Saving keeps a new version; customers get it only once you publish it." : MAY_LOOK}
            </p>
          </div>
          <a class="button" href="#/prompts">
            All versions
          </a>
        </header>
        {failure && <Problem failure={failure} />}
        {(!value || !view) && !failure && <Skeletons />}
        {value && view && <Editor base={value} view={view} />}
      </div>
    </div>
  );
}

const TABS = {
  sections: { label: "Prompt", Part: EditSections },
  examples: { label: "Examples", Part: EditExamples },
  overrides: { label: "Variables and overrides", Part: EditOverrides },
  search: { label: "Search, model, checks", Part: EditSearch },
  words: { label: "The bot's own words", Part: EditWords },
} as const;
type Tab = keyof typeof TABS;
/** What counts without a model. */
const MODEL_FREE: readonly Tab[] = ["search", "words"];

const ASIDES = {
  try: { label: "Try a question" },
  sent: { label: "What is sent" },
  techniques: { label: "Techniques" },
} as const;
type Aside = keyof typeof ASIDES;

function Editor({ base, view }: { base: PromptVersion; view: PromptsView }) {
  const may = useDesk().may("manage-prompts");
  const quoted = view.model === null;
  const draft = useDraft(base);
  const [tab, setTab] = useState<Tab>(quoted ? "search" : "sections");
  const [aside, setAside] = useState<Aside>(quoted ? "try" : "sent");
  const [suggested, setSuggested] = useState(base.name);
  const { content, change } = draft;
  const { Part, label } = TABS[tab];
  return (
    <>
      <Tabs label="Parts of the prompt" tabs={TABS} chosen={tab} onChoose={setTab} />
      {quoted && !MODEL_FREE.includes(tab) && (
        <p class="notice">
          No model is configured, so answers are quoted and this part is kept for later. What counts now stands under “
          {TABS.search.label}” and “{TABS.words.label}”.
        </p>
      )}
      <div class="studio-columns">
        <section aria-label={label}>
          {/* Whoever only looks chooses the language of the own words all the same: that part locks its fields itself. */}
          <fieldset class="lockable" disabled={!may && tab !== "words"}>
            <Part content={content} change={change} shipped={view.words} />
          </fieldset>
        </section>
        <aside class="studio-aside" aria-label="Beside the prompt">
          <Tabs label="Beside the prompt" tabs={ASIDES} chosen={aside} onChoose={setAside} />
          {aside === "try" && <TryQuestion content={content} />}
          {aside === "sent" && <Preview content={content} />}
          {aside === "techniques" && <CheatSheet change={change} onInsert={setSuggested} />}
        </aside>
      </div>
      {may && <SaveBar base={base} draft={draft} view={view} suggested={suggested} />}
    </>
  );
}

type TabsProps<Name extends string> = {
  label: string;
  tabs: Readonly<Record<Name, { label: string }>>;
  chosen: Name;
  onChoose: (name: Name) => void;
};

function Tabs<Name extends string>({ label, tabs, chosen, onChoose }: TabsProps<Name>) {
  return (
    <fieldset class="segments" aria-label={label}>
      {(Object.keys(tabs) as Name[]).map((name) => (
        <button
          key={name}
          type="button"
          class="button quiet"
          aria-pressed={name === chosen}
          onClick={() => onChoose(name)}
        >
          {tabs[name].label}
        </button>
      ))}
    </fieldset>
  );
}
