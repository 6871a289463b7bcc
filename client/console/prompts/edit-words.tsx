import { useState } from "preact/hooks";
import type { PromptSet } from "../../../src/protocol/prompts.ts";
import { Field } from "../enter/field.tsx";
import type { EditorProps } from "./editor-page.tsx";

type Language = keyof PromptSet["smallTalk"];
type Kind = keyof NonNullable<PromptSet["smallTalk"][Language]>;

const LANGUAGES: Record<Language, string> = { en: "English", de: "German", fr: "French", es: "Spanish", it: "Italian" };
const KINDS: Record<Kind, string> = {
  greeting: "Answer to a greeting",
  thanks: "Answer to thanks",
  acknowledgement: "Answer to “OK, great”",
  farewell: "Answer to a farewell",
  wellbeing: "Answer to “How are you?”",
  identity: "Answer to “Who are you?”",
};

/** What the bot says in its own name; left empty, the words that ship with the product. */
export function EditWords({ content: { smallTalk }, change }: EditorProps) {
  const [language, setLanguage] = useState<Language>("en");
  const words = smallTalk[language] ?? {};
  const set = (kind: Kind, text: string) =>
    change((now) => {
      const { [kind]: _, ...others } = now.smallTalk[language] ?? {};
      const own = text.trim() === "" ? others : { ...others, [kind]: text };
      return { ...now, smallTalk: { ...now.smallTalk, [language]: own } };
    });
  return (
    <>
      <Field label="Language">
        {(id) => (
          <select
            id={id}
            class="input"
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value as Language)}
          >
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {(Object.keys(KINDS) as Kind[]).map((kind) => (
        <Field key={`${language}${kind}`} label={KINDS[kind]}>
          {(id) => (
            <input
              id={id}
              class="input"
              maxLength={1_000}
              placeholder="as it ships with the product"
              value={words[kind] ?? ""}
              onInput={(event) => set(kind, event.currentTarget.value)}
            />
          )}
        </Field>
      ))}
    </>
  );
}
