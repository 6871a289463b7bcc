import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { MAX_TEXT_LENGTH } from "../../../src/protocol/version.ts";
import type { ChatState } from "../chat-state.ts";
import { answerInProgress, isThinking } from "../conversation.ts";
import { fill } from "../languages/phrases.ts";
import { useWidget } from "./context.ts";
import { Icon } from "./icon.tsx";

/** From here on the characters left are counted aloud. */
const NEARLY_FULL = 500;

/** The wire refuses control characters and halves of surrogate pairs; they come in with pasted text and cannot be seen. */
const UNSENDABLE = /[^\P{Cc}\t\n]|\p{Cs}/gu;

export function Composer({ state, field }: { state: ChatState; field: RefObject<HTMLTextAreaElement | null> }) {
  const { chat, phrases } = useWidget();
  const text = state.draft.replace(UNSENDABLE, "").trim();
  const closed = state.conversation.owner === "closed";
  const left = MAX_TEXT_LENGTH - text.length;

  useLayoutEffect(() => fitToText(field.current!), [state.draft, state.open]);

  const send = () => {
    if (text === "" || left < 0) return;
    chat.ask(text);
    chat.setDraft("");
    field.current?.focus();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="field">
        <textarea
          ref={field}
          rows={1}
          enterkeyhint="send"
          dir={state.draft === "" ? undefined : "auto"}
          aria-label={phrases.placeholder}
          placeholder={closed ? phrases.closed : phrases.placeholder}
          disabled={closed}
          value={state.draft}
          aria-invalid={left < 0}
          onInput={(event) => chat.setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Enter that chooses a candidate of an input method must not send.
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <SendOrStop state={state} sendable={text !== "" && left >= 0} />
      </div>
      <Below owner={state.conversation.owner} left={left} />
    </form>
  );
}

function fitToText(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  // A closed panel has no heights.
  if (field.scrollHeight > 0) field.style.height = `${field.scrollHeight}px`;
}

function SendOrStop({ state, sendable }: { state: ChatState; sendable: boolean }) {
  const { chat, phrases } = useWidget();
  const answering = answerInProgress(state.conversation) || isThinking(state.conversation);
  if (answering && !sendable) {
    return (
      <button type="button" class="round" aria-label={phrases.stop} title={phrases.stop} onClick={() => chat.stop()}>
        <Icon name="stop" />
      </button>
    );
  }
  return (
    <button type="submit" class="round" aria-label={phrases.send} title={phrases.send} disabled={!sendable}>
      <Icon name="send" />
    </button>
  );
}

/** A row without anything in it would be a gap. */
function Below({ owner, left }: { owner: ChatState["conversation"]["owner"]; left: number }) {
  const { chat, phrases } = useWidget();
  if (owner !== "bot" && left >= NEARLY_FULL) return null;
  return (
    <div class="below">
      {owner === "bot" && (
        <button type="button" class="quiet person" onClick={() => chat.requestHuman()}>
          <Icon name="person" />
          {phrases.person}
        </button>
      )}
      {left < NEARLY_FULL && (
        <span class={left < 0 ? "count over" : "count"} role="status">
          {fill(left < 0 ? phrases.tooLong : phrases.left, { n: Math.abs(left) })}
        </span>
      )}
    </div>
  );
}
