import { useState } from "preact/hooks";
import type { OwnLanguage, OwnSentence, PromptsView } from "../../../src/protocol/prompts.ts";
import { Field } from "../enter/field.tsx";
import type { EditorProps } from "./editor-page.tsx";

const LANGUAGES: Record<OwnLanguage, string> = {
  en: "English",
  de: "German",
  fr: "French",
  es: "Spanish",
  it: "Italian",
};

const GROUPS = ["Courtesies", "When it does not know", "Handing over"] as const;

const SENTENCES: Record<OwnSentence, { group: (typeof GROUPS)[number]; label: string; hint?: string }> = {
  greeting: { group: "Courtesies", label: "Answer to a greeting" },
  thanks: { group: "Courtesies", label: "Answer to thanks" },
  acknowledgement: { group: "Courtesies", label: "Answer to “OK, great”" },
  farewell: { group: "Courtesies", label: "Answer to a farewell" },
  wellbeing: { group: "Courtesies", label: "Answer to “How are you?”" },
  identity: { group: "Courtesies", label: "Answer to “Who are you?”" },
  notFound: { group: "When it does not know", label: "Nothing answers the question" },
  nearest: { group: "When it does not know", label: "Before the closest pages, where there are any" },
  inDoubt: { group: "When it does not know", label: "Before a quotation that may not answer the question" },
  cannotAnswer: { group: "When it does not know", label: "The model declines to answer" },
  offerPerson: {
    group: "When it does not know",
    label: "Offer of a person",
    hint: "Stands at the end of each of these.",
  },
  passedOn: {
    group: "Handing over",
    label: "Answer to a request for a person",
    hint: "Until somebody of your team has an account, the contact text of the settings stands here.",
  },
};

/** What the bot says in its own name; left empty, the words that ship with the product. */
export function EditWords({
  content: { smallTalk },
  change,
  shipped,
}: EditorProps & { shipped: PromptsView["words"] }) {
  const [language, setLanguage] = useState<OwnLanguage>("en");
  const words = smallTalk[language] ?? {};
  const set = (sentence: OwnSentence, text: string) =>
    change((now) => {
      const { [sentence]: _, ...others } = now.smallTalk[language] ?? {};
      const own = text.trim() === "" ? others : { ...others, [sentence]: text };
      return { ...now, smallTalk: { ...now.smallTalk, [language]: own } };
    });
  return (
    <>
      <Field label="Language" hint="A sentence left empty stays as it is shown. {{product}} is the product's name.">
        {(id) => (
          <select
            id={id}
            class="input"
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value as OwnLanguage)}
          >
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {GROUPS.map((group) => (
        <fieldset key={`${language}${group}`} class="group">
          <legend>{group}</legend>
          {sentencesOf(group).map(([sentence, { group: _, ...field }]) => (
            <Field key={sentence} {...field}>
              {(id) => (
                <input
                  id={id}
                  class="input"
                  maxLength={1_000}
                  placeholder={shipped[language][sentence]}
                  value={words[sentence] ?? ""}
                  onInput={(event) => set(sentence, event.currentTarget.value)}
                />
              )}
            </Field>
          ))}
        </fieldset>
      ))}
    </>
  );
}

type Described = (typeof SENTENCES)[OwnSentence];

const sentencesOf = (group: Described["group"]) =>
  (Object.entries(SENTENCES) as [OwnSentence, Described][]).filter(([, described]) => described.group === group);
