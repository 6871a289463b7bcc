import type { QueuedTurn } from "../../../src/protocol/review.ts";
import type { Written } from "../inbox/compose.ts";
import { Icon } from "../parts/icon.tsx";
import { Prose } from "../parts/markdown.tsx";
import { Sources } from "../parts/sources.tsx";
import { Ago } from "../parts/time.tsx";
import { linkTo } from "../route.ts";
import { EarlierVerdicts } from "./earlier-verdicts.tsx";
import { QUEUE_WORDS } from "./words.ts";

type Props = { turn: QueuedTurn; onTakeUp: ((correction: Written) => void) | null };

/** The question and what was answered, with why it is looked at and what was said of it before. */
export function TurnCard({ turn, onTakeUp }: Props) {
  const { conversationId, question, text, citations, reasons, verdicts, at } = turn;
  return (
    <article class="card turn">
      <header>
        {reasons.map((reason) => {
          const [words, tone] = QUEUE_WORDS[reason];
          return (
            <span key={reason} class={`badge ${tone}`}>
              {words}
            </span>
          );
        })}
        <Ago at={at} />
        <a href={linkTo(["inbox", "open", conversationId])}>Whole conversation</a>
      </header>
      <h2 class="plain" dir="auto">
        {question}
      </h2>
      <div class="turn-answer">
        <Icon name="bot" />
        <div class="turn-words">
          <Prose text={text || "No answer was given."} />
          <Sources citations={citations} />
        </div>
      </div>
      <EarlierVerdicts verdicts={verdicts} onTakeUp={onTakeUp} />
    </article>
  );
}
