import type { Ref } from "preact";
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Citation } from "../../../src/protocol/conversation.ts";
import type { ConversationView } from "../../../src/protocol/staff-http.ts";
import { MAX_TEXT_LENGTH } from "../../../src/protocol/version.ts";
import { useDesk } from "../parts/context.ts";
import { Icon } from "../parts/icon.tsx";
import { Sources } from "../parts/sources.tsx";
import { CannedMenu, useCannedMenu } from "./canned-menu.tsx";
import { citePassage, dropCitation, fillCanned, NOTHING_WRITTEN, usedCitations, type Written } from "./compose.ts";
import type { OpenConversation } from "./open-conversation.ts";
import { randomId } from "./random-id.ts";
import { useTypingNotice } from "./typing-notice.ts";
import { type ComposerMode, useUnfinished } from "./unfinished.ts";
import type { ConversationVerbs } from "./verbs.ts";

export type ComposerHandle = {
  focus(mode: ComposerMode): void;
  insert(text: string, citations: readonly Citation[]): void;
  cite(passage: Citation): void;
};

type Props = {
  ref: Ref<ComposerHandle>;
  conversation: OpenConversation;
  view: ConversationView;
  verbs: ConversationVerbs;
  /** A take-over is under way: a reply may be begun, not sent. */
  taking: boolean;
};

export function Composer({ ref, conversation, view, verbs, taking }: Props) {
  const desk = useDesk();
  const box = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<ComposerMode>("reply");
  const { read, write } = useUnfinished(conversation.id);
  const written = read(mode);
  const setWritten = (next: Written) => write(mode, next);
  const notice = useTypingNotice(desk, conversation.id);
  const sendable = mode === "note" || verbs.mine;
  const writable = sendable || (taking && verbs.takeOver !== null);
  const canned = useCannedMenu(mode === "reply" ? written.text : "", (text) =>
    setWritten({
      ...written,
      text: fillCanned(text, {
        customer: view.context.subject ?? "there",
        agent: desk.me.name,
        page: view.context.page ?? "our site",
      }),
    }),
  );
  useGrowing(box, written.text);

  const [asked, setAsked] = useState(0);
  const focusSoon = (next: ComposerMode) => {
    setMode(next);
    setAsked((times) => times + 1);
  };
  // The box may be disabled until its mode is shown; a frame later the first letter typed would be a key of the page.
  useLayoutEffect(() => {
    if (asked > 0) box.current?.focus();
  }, [asked]);
  useImperativeHandle(ref, () => ({
    focus: focusSoon,
    insert(text, citations) {
      const before = read("reply");
      write("reply", { text, citations });
      if (before.text.trim())
        desk.toasts.say("The draft took the place of what you had written.", () => write("reply", before));
      focusSoon("reply");
    },
    cite(passage) {
      write("reply", citePassage(read("reply"), passage));
      focusSoon("reply");
    },
  }));

  function send() {
    const text = written.text.trim();
    if (!text || !sendable) return;
    setWritten(NOTHING_WRITTEN);
    notice.stop();
    if (mode === "note") return void keepNote(text);
    const citations = usedCitations(written);
    void desk.outgoing.send({
      conversationId: conversation.id,
      clientMessageId: randomId(),
      text,
      ...(citations.length > 0 && { citations }),
    });
  }

  async function keepNote(text: string) {
    const kept = await desk.emit("note", { conversationId: conversation.id, text });
    if (!kept && read("note").text === "") write("note", { text, citations: [] });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.isComposing || canned.onKeyDown(event)) return;
    if (event.key === "Escape") box.current?.blur();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      class={mode === "note" ? "composer noting" : "composer"}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ModeTabs mode={mode} onMode={focusSoon} />
      <CannedMenu menu={canned} />
      <textarea
        ref={box}
        rows={2}
        maxLength={MAX_TEXT_LENGTH}
        dir="auto"
        aria-label={mode === "note" ? "Note" : "Reply"}
        placeholder={placeholder(mode, verbs, view)}
        disabled={!writable}
        value={written.text}
        {...canned.boxProps}
        onKeyDown={onKeyDown}
        onInput={(event) => {
          setWritten({ ...written, text: event.currentTarget.value });
          if (mode === "reply") notice.typed();
        }}
        onBlur={notice.stop}
      />
      <Sources citations={written.citations} onDrop={(marker) => setWritten(dropCitation(written, marker))} />
      <div class="composer-foot">
        {writable || !verbs.takeOver ? (
          <span class="hint">{hint(mode, writable)}</span>
        ) : (
          <button type="button" class="button primary" onClick={() => void verbs.takeOver?.()}>
            <Icon name="take" />
            Take over to reply
          </button>
        )}
        {writable && (
          <button type="submit" class="button primary" disabled={!sendable || !written.text.trim()}>
            <Icon name={mode === "note" ? "note" : "send"} />
            {mode === "note" ? "Keep note" : "Send"}
          </button>
        )}
      </div>
    </form>
  );
}

function placeholder(
  mode: ComposerMode,
  { mine, takeOver }: ConversationVerbs,
  { owner, assignee }: Pick<ConversationView, "owner" | "assignee">,
): string {
  if (mode === "note") return "For your colleagues…";
  if (mine) return "Write to the customer…";
  if (takeOver) return `${owner === "human" ? "Nobody" : "The bot"} has the turn. Take over to reply.`;
  return owner === "closed"
    ? "This conversation is closed."
    : `${assignee?.name ?? "A colleague"} has this turn. Reassign it to reply.`;
}

function hint(mode: ComposerMode, writable: boolean): string {
  if (mode === "note") return "Only staff see notes.";
  return writable ? "/ for canned replies" : "Notes can be left all the same.";
}

function ModeTabs({ mode, onMode }: { mode: ComposerMode; onMode: (mode: ComposerMode) => void }) {
  return (
    <fieldset class="modes">
      <legend class="visually-hidden">Write a</legend>
      {(["reply", "note"] as const).map((one) => (
        <button key={one} type="button" aria-pressed={mode === one} onClick={() => onMode(one)}>
          {one === "reply" ? "Reply" : "Note"}
        </button>
      ))}
    </fieldset>
  );
}

/** As high as its text; the style sheet says how high at most. */
function useGrowing(box: { current: HTMLTextAreaElement | null }, text: string): void {
  useEffect(() => {
    const element = box.current!;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);
}
