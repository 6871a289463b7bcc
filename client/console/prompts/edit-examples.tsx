import { useState } from "preact/hooks";
import type { PromptSet } from "../../../src/protocol/prompts.ts";
import type { ApprovedTurnHead } from "../../../src/protocol/replays.ts";
import { Field } from "../enter/field.tsx";
import { useLoad } from "../parts/load.ts";
import { Empty, Skeletons } from "../parts/states.tsx";
import type { EditorProps } from "./editor-page.tsx";
import { NumberField } from "./number-field.tsx";

type Picked = PromptSet["picked"];
const CHOICES: Record<Picked["by"], string> = {
  none: "None",
  nearest: "The nearest to each question",
  fixed: "Always the same",
};

/** Answers that staff approved, as further examples. */
export function EditExamples({ content: { picked }, change }: EditorProps) {
  const set = (part: Partial<Picked>) => change((now) => ({ ...now, picked: { ...now.picked, ...part } }));
  return (
    <>
      <Field
        label="Approved turns as examples"
        hint="An example whose cited passage has changed is left out, and so is the question itself."
      >
        {(id) => (
          <select
            id={id}
            class="input"
            value={picked.by}
            onChange={(event) => set({ by: event.currentTarget.value as Picked["by"] })}
          >
            {Object.entries(CHOICES).map(([by, words]) => (
              <option key={by} value={by}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      {picked.by !== "none" && (
        <>
          <div class="pair">
            <NumberField
              label="Examples at most"
              hint="Two or three are usually enough."
              value={picked.most}
              min={1}
              max={8}
              onChange={(most) => set({ most: most ?? 3 })}
            />
            <NumberField
              label="Tokens for them at most"
              hint="What does not fit is left out whole."
              value={picked.tokens}
              min={50}
              max={8_000}
              onChange={(tokens) => set({ tokens: tokens ?? 800 })}
            />
          </div>
          <PickTurns picked={picked} onPick={(answerIds) => set({ answerIds })} />
        </>
      )}
    </>
  );
}

type PickProps = { picked: Picked; onPick: (answerIds: string[]) => void };

function PickTurns({ picked: { by, answerIds }, onPick }: PickProps) {
  const { value } = useLoad<{ turns: ApprovedTurnHead[] }>("/approved-turns");
  const [text, setText] = useState("");
  if (!value) return <Skeletons lines={3} />;
  if (value.turns.length === 0) {
    return (
      <Empty icon="review" title="Staff have approved no answer yet">
        Approve or correct some under Review; they can be picked here.
      </Empty>
    );
  }
  const wanted = text.toLowerCase().trim();
  const shown = value.turns.filter((turn) => `${turn.question} ${turn.answer}`.toLowerCase().includes(wanted));
  const toggle = (id: string) =>
    onPick(answerIds.includes(id) ? answerIds.filter((one) => one !== id) : [...answerIds, id]);
  return (
    <fieldset class="group">
      <legend>{by === "fixed" ? "The examples, in the order in which they are ticked" : "Picked among"}</legend>
      <p class="hint">{pickedWords(by, answerIds.length)}</p>
      <input
        class="input"
        type="search"
        aria-label="Find an approved turn"
        placeholder="Find an approved turn"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <ul class="turns">
        {shown.map((turn) => (
          <Turn
            key={turn.answerId}
            turn={turn}
            place={answerIds.indexOf(turn.answerId)}
            onToggle={() => toggle(turn.answerId)}
          />
        ))}
      </ul>
    </fieldset>
  );
}

function pickedWords(by: Picked["by"], count: number): string {
  if (count > 0) return by === "fixed" ? `${count} ticked.` : `The nearest of the ${count} that are ticked.`;
  return by === "fixed" ? "None is ticked yet, so none is sent." : "None is ticked: the nearest of all approved turns.";
}

type TurnProps = { turn: ApprovedTurnHead; place: number; onToggle: () => void };

function Turn({ turn: { question, answer, intent, stale }, place, onToggle }: TurnProps) {
  return (
    <li>
      <label class="turn">
        <input type="checkbox" checked={place >= 0} onChange={onToggle} />
        <span>
          <b dir="auto">{question}</b> {place >= 0 && <span class="badge info">{place + 1}</span>}{" "}
          {stale && <span class="badge wait">A passage has changed</span>}{" "}
          {intent && <span class="badge">{intent}</span>}
          <small dir="auto">{answer.length > 160 ? `${answer.slice(0, 160)}…` : answer}</small>
        </span>
      </label>
    </li>
  );
}
