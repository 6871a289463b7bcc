import type { GivenVerdict } from "../../../src/protocol/review.ts";
import type { Written } from "../inbox/compose.ts";
import { Prose } from "../parts/markdown.tsx";
import { Sources } from "../parts/sources.tsx";
import { Ago } from "../parts/time.tsx";
import { REASON_WORDS, VERDICT_WORDS } from "./words.ts";

type Props = {
  verdicts: readonly GivenVerdict[];
  /** Takes a colleague's correction over, to be kept or changed; null for who may not decide. */
  onTakeUp: ((correction: Written) => void) | null;
};

/** Who said what of an answer that comes back: an owner settles between them. */
export function EarlierVerdicts({ verdicts, onTakeUp }: Props) {
  if (verdicts.length === 0) return null;
  return (
    <section class="said" aria-label="What colleagues said">
      <h3>What colleagues said</h3>
      <ul>
        {verdicts.map(({ by, verdict, text, citations, reason, intent, at }) => (
          <li key={`${by}${at}`}>
            <p class="said-by">
              <b dir="auto">{by}</b>
              <span class={`badge ${verdict === "rejected" ? "bad" : verdict === "approved" ? "good" : "info"}`}>
                {VERDICT_WORDS[verdict]}
              </span>
              {reason && <span>{REASON_WORDS[reason]}</span>}
              {intent && <span dir="auto">Intent: {intent}</span>}
              <Ago at={at} />
            </p>
            {text !== null && (
              <>
                <Prose text={text} />
                <Sources citations={citations} />
                {onTakeUp && (
                  <button type="button" class="button" onClick={() => onTakeUp({ text, citations })}>
                    Use this text
                  </button>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
