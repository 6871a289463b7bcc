import { useState } from "preact/hooks";
import type { NewPhrasing } from "../../../src/protocol/phrasings.ts";
import type { SimilarQuestions as Similar } from "../../../src/protocol/review.ts";
import { useLoad } from "../parts/load.ts";
import { Problem } from "../parts/states.tsx";

type Props = {
  answerId: string;
  /** Resolves to whether it was added. */
  onAdd: (phrasing: NewPhrasing) => Promise<boolean>;
  /** Said when there are none; nothing is shown without it. */
  empty?: string;
  title?: string;
};

/** What customers asked that the answer may be meant for, each accepted with one click. */
export function SimilarQuestions({ answerId, onAdd, empty, title }: Props) {
  const { value, failure } = useLoad<Similar>(`/verified-answers/${encodeURIComponent(answerId)}/similar-questions`);
  const [done, setDone] = useState<readonly string[]>([]);
  const left = value?.questions.filter(({ questionId }) => !done.includes(questionId)) ?? [];
  if (failure) return <Problem failure={failure} />;
  if (!value) return empty ? <p class="hint">Looking…</p> : null;
  if (left.length === 0) return empty ? <p class="hint">{empty}</p> : null;

  const add = async (questionId: string) => {
    if (await onAdd({ questionId })) setDone((before) => [...before, questionId]);
  };
  return (
    <div class="similar">
      {title && <h3>{title}</h3>}
      <ul>
        {left.map(({ questionId, text }) => (
          <li key={questionId} class="phrasing">
            <span dir="auto">{text}</span>
            <button type="button" class="button" aria-label={`Add “${text}”`} onClick={() => void add(questionId)}>
              Add
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
