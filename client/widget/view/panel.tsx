import { useLayoutEffect, useRef } from "preact/hooks";
import type { ChatState } from "../chat-state.ts";
import type { Phrases } from "../languages/en.ts";
import { Announcer } from "./announcer.tsx";
import { Composer } from "./composer.tsx";
import { useWidget } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Log } from "./log.tsx";
import { usePhone } from "./phone.ts";
import { REFUSALS } from "./unsent-message.tsx";

export function Panel({ state }: { state: ChatState }) {
  const { chat, phrases, settings } = useWidget();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const phone = usePhone();
  useDialog(dialog, field, state.open, phone);

  return (
    <dialog
      ref={dialog}
      class="panel"
      aria-labelledby="title"
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        chat.close();
      }}
      onKeyDown={(event) => event.key === "Escape" && chat.close()}
    >
      <div class="head">
        <span class="logo">
          <Icon name="chat" />
        </span>
        <div class="heading">
          <h2 id="title">{settings.title ?? phrases.title}</h2>
          <Status state={state} />
        </div>
        <button
          type="button"
          class="plain"
          aria-label={phrases.close}
          title={phrases.close}
          onClick={() => chat.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <Log state={state} />
      <Notice state={state} />
      <Composer state={state} field={field} />
      <Announcer state={state} />
    </dialog>
  );
}

/**
 * On a phone the panel fills the screen, so it is modal and the page behind it out of reach. Beside a page it is not:
 * customers read the page while they chat. Opening by attribute keeps the focus where it is when a page is reloaded.
 */
function useDialog(
  dialog: { current: HTMLDialogElement | null },
  field: { current: HTMLTextAreaElement | null },
  open: boolean,
  phone: boolean,
): void {
  const restored = useRef(open);
  useLayoutEffect(() => {
    const element = dialog.current!;
    if (!open) return;
    if (phone) element.showModal();
    else element.open = true;
    // A focused field raises the phone's keyboard over half of the conversation.
    if (phone) element.focus();
    else if (!restored.current) field.current?.focus();
    restored.current = false;
    return () => element.close();
  }, [open, phone]);
}

function Status({ state }: { state: ChatState }) {
  const { phrases } = useWidget();
  const { kind, phrase } = statusOf(state);
  return <p class={`status ${kind}`}>{phrases[phrase]}</p>;
}

function statusOf({ connection, conversation }: ChatState): { kind: "good" | "wait" | "bad"; phrase: keyof Phrases } {
  if (connection === "connecting" || connection === "idle") return { kind: "wait", phrase: "statusConnecting" };
  if (connection !== "online") return { kind: "bad", phrase: "statusOffline" };
  if (conversation.owner === "closed") return { kind: "wait", phrase: "closed" };
  if (conversation.owner === "queued") return { kind: "wait", phrase: "personQueued" };
  if (conversation.owner === "human") return { kind: "good", phrase: "personHere" };
  return { kind: "good", phrase: "statusBot" };
}

function Notice({ state }: { state: ChatState }) {
  const { chat, phrases } = useWidget();
  if (state.connection === "outdated") {
    return (
      <p class="notice" role="alert">
        {phrases.outdated}{" "}
        <button type="button" onClick={() => location.reload()}>
          {phrases.reload}
        </button>
      </p>
    );
  }
  if (state.conversation.owner === "closed") {
    return (
      <p class="notice" role="status">
        {phrases.closed} {/* A message that came too late offers it itself, and comes along. */}
        {!state.unsent.some(({ refused }) => refused === "closed") && (
          <button type="button" onClick={() => chat.startAnew()}>
            {phrases.anew}
          </button>
        )}
      </p>
    );
  }
  if (!state.trouble) return null;
  return (
    <p class="notice" role="alert">
      {phrases[REFUSALS[state.trouble]]}
    </p>
  );
}
