import type { QueuedTurn } from "../../../src/protocol/review.ts";
import { Icon } from "../parts/icon.tsx";
import { Prose } from "../parts/markdown.tsx";
import { Ago } from "../parts/time.tsx";
import { linkTo } from "../route.ts";
import { QUEUE_WORDS } from "./words.ts";

/** The question and what was answered, with why it is looked at. */
export function TurnCard({ turn: { conversationId, question, text, reasons, at } }: { turn: QueuedTurn }) {
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
        <Prose text={text || "No answer was given."} />
      </div>
    </article>
  );
}
