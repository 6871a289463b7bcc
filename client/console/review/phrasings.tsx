import { useState } from "preact/hooks";
import type { NewPhrasing } from "../../../src/protocol/phrasings.ts";
import type { VerifiedAnswerView } from "../../../src/protocol/review.ts";
import { useDesk } from "../parts/context.ts";
import { Icon } from "../parts/icon.tsx";
import { LineForm } from "../parts/line-form.tsx";
import { SimilarQuestions } from "./similar-questions.tsx";

type Props = {
  answer: VerifiedAnswerView;
  /** Questions that, were they new, another answer would be served for. */
  unsure: readonly string[];
  onChanged: () => void;
};

/** The wordings in which an answer is recognised; staff add further ones. */
export function Phrasings({ answer: { id, questions, excluded }, unsure, onChanged }: Props) {
  const desk = useDesk();
  const editable = desk.may("review");

  async function remove(phrasingId: string, text: string) {
    const result = await desk.api.send("DELETE", `/phrasings/${encodeURIComponent(phrasingId)}`);
    if (!result.ok) return desk.toasts.say(result.error.message);
    const back = () => void desk.api.send("POST", phrasingsOf(id), { text }).then(onChanged);
    desk.toasts.say("The phrasing is removed.", back);
    onChanged();
  }

  return (
    <>
      <ul class="asked" aria-label="Phrasings">
        {questions.map(({ text, phrasingId }) => (
          <li key={text} class="phrasing">
            <span dir="auto">{text}</span>
            {unsure.includes(text) && <span class="badge wait">Conflict</span>}
            {editable && phrasingId !== null && (
              <button
                type="button"
                class="icon-button"
                aria-label={`Remove “${text}”`}
                onClick={() => void remove(phrasingId, text)}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {excluded.length > 0 && <Excluded excluded={excluded} onChanged={onChanged} />}
      {editable && <NewPhrasings answerId={id} onChanged={onChanged} />}
    </>
  );
}

/** What staff said this answer is not for. */
function Excluded({ excluded, onChanged }: Pick<VerifiedAnswerView, "excluded"> & { onChanged: () => void }) {
  const desk = useDesk();
  async function readmit(id: string) {
    const result = await desk.api.send("DELETE", `/exclusions/${encodeURIComponent(id)}`);
    desk.toasts.say(result.ok ? "The answer may serve this question again." : result.error.message);
    onChanged();
  }
  return (
    <>
      <p class="hint">Not for these, by verdict:</p>
      <ul class="asked" aria-label="Not for these">
        {excluded.map(({ id, text }) => (
          <li key={id} class="phrasing">
            <span dir="auto">{text}</span>
            {desk.may("review") && (
              <button
                type="button"
                class="icon-button"
                aria-label={`Allow “${text}” again`}
                onClick={() => void readmit(id)}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function NewPhrasings({ answerId, onChanged }: { answerId: string; onChanged: () => void }) {
  const desk = useDesk();
  const [looking, setLooking] = useState(false);

  async function add(phrasing: NewPhrasing): Promise<boolean> {
    const result = await desk.api.send<{ text: string }>("POST", phrasingsOf(answerId), phrasing);
    desk.toasts.say(result.ok ? "Added: these words get the answer from the next question on." : result.error.message);
    if (result.ok) onChanged();
    return result.ok;
  }

  return (
    <div class="new-phrasings">
      <LineForm label="Another way to ask for this" button="Add" maxLength={1_000} onSubmit={(text) => add({ text })}>
        <button type="button" class="button" aria-expanded={looking} onClick={() => setLooking(!looking)}>
          Asked like this
        </button>
      </LineForm>
      {looking && (
        <SimilarQuestions answerId={answerId} onAdd={add} empty="No question like this is left unanswered." />
      )}
    </div>
  );
}

export const phrasingsOf = (answerId: string) => `/verified-answers/${encodeURIComponent(answerId)}/phrasings`;
