import { useEffect, useState } from "preact/hooks";
import type { PastQuestion } from "../../../src/protocol/replays.ts";
import { useLoad } from "../parts/load.ts";

/** A keystroke is not a pause. */
const SETTLED_MS = 300;

export function usePastQuestions(text: string) {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const query = new URLSearchParams({ text: settled });
  return useLoad<{ questions: PastQuestion[] }>(`/past-questions?${query}`).value?.questions ?? null;
}

type Props = { chosen: string; onChoose: (answerId: string) => void };

/** The newest questions, or those that hold the words which are looked for. */
export function PastQuestions({ chosen, onChoose }: Props) {
  const [text, setText] = useState("");
  const found = usePastQuestions(text);
  const first = found?.[0]?.answerId;
  const known = found?.some(({ answerId }) => answerId === chosen) ?? true;
  useEffect(() => {
    if (first && !known) onChoose(first);
  }, [first, known, onChoose]);

  return (
    <div class="past-questions">
      <input
        class="input"
        type="search"
        aria-label="Find a past question"
        placeholder="Find a past question"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {found?.length === 0 ? (
        <p class="hint">No past question holds these words.</p>
      ) : (
        <select
          class="input"
          aria-label="Past question"
          value={chosen}
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          {(found ?? []).map(({ answerId, question }) => (
            <option key={answerId} value={answerId}>
              {question.slice(0, 120)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
