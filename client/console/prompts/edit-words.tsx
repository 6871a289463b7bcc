import { useState } from "preact/hooks";
import { OWN_LANGUAGES, OWN_SENTENCES } from "../../../src/protocol/prompt-parts.ts";
import type { OwnLanguage, OwnSentence, PromptsView } from "../../../src/protocol/prompts.ts";
import { Field } from "../enter/field.tsx";
import { useDesk } from "../parts/context.ts";
import type { EditorProps } from "./editor-page.tsx";
import { unknownWords } from "./words.ts";

const GROUPS = ["Courtesies", "When it does not know", "Handing over"] as const;

const PLACES: Record<OwnSentence, { group: (typeof GROUPS)[number]; hint?: string }> = {
  greeting: { group: "Courtesies" },
  thanks: { group: "Courtesies" },
  acknowledgement: { group: "Courtesies" },
  farewell: { group: "Courtesies" },
  wellbeing: { group: "Courtesies" },
  identity: { group: "Courtesies" },
  notFound: { group: "When it does not know" },
  nearest: { group: "When it does not know" },
  inDoubt: { group: "When it does not know" },
  cannotAnswer: { group: "When it does not know" },
  complaint: { group: "When it does not know" },
  offerPerson: { group: "When it does not know", hint: "Stands at the end of each of these." },
  passedOn: {
    group: "Handing over",
    hint: "Until somebody of your team has an account, the contact text of the settings stands here.",
  },
};

/** What the bot says in its own name; left empty, the words that ship with the product. */
export function EditWords({
  content: { smallTalk },
  change,
  shipped,
}: EditorProps & { shipped: PromptsView["words"] }) {
  const may = useDesk().may("manage-prompts");
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
            {Object.entries(OWN_LANGUAGES).map(([code, name]) => (
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
          {sentencesOf(group).map(([sentence, { hint }]) => (
            <Field
              key={sentence}
              label={OWN_SENTENCES[sentence]}
              problem={unknownWords(words[sentence] ?? "", [])}
              {...(hint && { hint })}
            >
              {(id, marked) => (
                <input
                  id={id}
                  class="input"
                  {...marked}
                  maxLength={1_000}
                  readOnly={!may}
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

type Place = (typeof PLACES)[OwnSentence];

const sentencesOf = (group: Place["group"]) =>
  (Object.entries(PLACES) as [OwnSentence, Place][]).filter(([, place]) => place.group === group);
