import { useState } from "preact/hooks";
import type { PromptSet, PromptVersion } from "../../../src/protocol/prompts.ts";
import { useLoad } from "../parts/load.ts";
import { Problem, Skeletons } from "../parts/states.tsx";
import { CheatSheet } from "./cheat-sheet.tsx";
import { EditExamples } from "./edit-examples.tsx";
import { EditOverrides } from "./edit-overrides.tsx";
import { EditSearch } from "./edit-search.tsx";
import { EditSections } from "./edit-sections.tsx";
import { EditWords } from "./edit-words.tsx";
import { Preview } from "./preview.tsx";
import { SaveBar } from "./save-bar.tsx";

/** @property change takes the content as it is and returns it as it shall be */
export type EditorProps = { content: PromptSet; change: (edit: (content: PromptSet) => PromptSet) => void };

export function EditorPage({ version }: { version: string }) {
  const { value, failure } = useLoad<PromptVersion>(`/prompts/${encodeURIComponent(version)}`);
  return (
    <div class="page">
      <div class="page-inside studio">
        <header class="page-head">
          <div>
            <h1>Edit a prompt</h1>
            <p>
              Starting from <span class="version">{version}</span>. Saving keeps a new version; nothing is live until
              you publish it.
            </p>
          </div>
          <a class="button" href="#/prompts">
            All versions
          </a>
        </header>
        {failure && <Problem failure={failure} />}
        {!value && !failure && <Skeletons />}
        {value && <Editor base={value} />}
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

function Editor({ base }: { base: PromptVersion }) {
  const [content, setContent] = useState(base.content);
  const [tab, setTab] = useState<Tab>("sections");
  const [aside, setAside] = useState<"preview" | "techniques">("preview");
  const { Part, label } = TABS[tab];
  return (
    <>
      <Tabs label="Parts of the prompt" tabs={TABS} chosen={tab} onChoose={setTab} />
      <div class="studio-columns">
        <section class="studio-form" aria-label={label}>
          <Part content={content} change={setContent} />
        </section>
        <aside class="studio-aside" aria-label="Preview and techniques">
          <Tabs label="Beside the prompt" tabs={ASIDES} chosen={aside} onChoose={setAside} />
          {aside === "preview" ? <Preview content={content} /> : <CheatSheet change={setContent} />}
        </aside>
      </div>
      <SaveBar base={base} content={content} />
    </>
  );
}

const ASIDES = { preview: { label: "What is sent" }, techniques: { label: "Techniques" } } as const;

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
