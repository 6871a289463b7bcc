import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import type { ChatState } from "../chat-state.ts";
import { type Entry, emailOffer, isThinking } from "../conversation.ts";
import type { Unsent } from "../outbox.ts";
import { Answer } from "./answer.tsx";
import { CitedText } from "./cited-text.tsx";
import { useWidget } from "./context.ts";
import { Icon } from "./icon.tsx";
import { LeaveEmail } from "./leave-email.tsx";
import { UnsentMessage } from "./unsent-message.tsx";
import { Welcome } from "./welcome.tsx";

/** So near to its end the log counts as read to the end. In CSS pixels. */
const NEAR = 80;
/** Left above a question that has reached the top. In CSS pixels. */
const READING_MARGIN = 16;

export function Log({ state }: { state: ChatState }) {
  const { phrases } = useWidget();
  const { entries } = state.conversation;
  const unsent = state.unsent.filter((message) => !hasArrived(message, entries));
  const { log, atEnd, onScroll, toEnd } = useFollowing(state, unsent.length > 0);

  return (
    <div class="middle">
      {/* Read out by the announcer instead, sentence by sentence. */}
      <div
        class="log"
        role="log"
        aria-live="off"
        aria-label={phrases.conversation}
        {...SCROLLABLE}
        ref={log}
        onScroll={onScroll}
      >
        {entries.length + unsent.length === 0 && <Welcome />}
        <ol>
          {entries.map((entry) => (
            <EntryView key={entry.id} entry={entry} state={state} />
          ))}
          {unsent.map((message) => (
            <UnsentMessage key={message.clientMessageId} message={message} online={state.connection === "online"} />
          ))}
          {(isThinking(state.conversation) || unsent.some(({ refused }) => !refused)) &&
            state.connection === "online" && <Writing words={phrases.thinking} />}
          {state.conversation.teamTyping && state.connection === "online" && <Writing words={phrases.typing} />}
        </ol>
      </div>
      {!atEnd && (
        <button type="button" class="quiet latest" onClick={toEnd}>
          <Icon name="down" />
          {phrases.latest}
        </button>
      )}
    </div>
  );
}

/**
 * The view follows what is written until the latest of the others reaches the top: a long answer is read from its beginning. Who
 * scrolls up is left alone until they come back to the end or write a message of their own.
 */
function useFollowing(state: ChatState, sending: boolean) {
  const log = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const lastTop = useRef(0);
  const lastHeight = useRef(0);
  const [atEnd, setAtEnd] = useState(true);

  const measure = () => {
    const { scrollTop, scrollHeight, clientHeight } = log.current!;
    const nearEnd = scrollHeight - scrollTop - Math.max(clientHeight, lastHeight.current) < NEAR;
    // What shrinks moves the view up as well, but leaves it at the end.
    if (nearEnd) following.current = true;
    else if (scrollTop < lastTop.current) following.current = false;
    lastTop.current = scrollTop;
    setAtEnd(nearEnd);
  };
  useLayoutEffect(() => {
    if (sending) following.current = true;
    if (following.current) bringUpLatest(log.current!);
    measure();
  }, [state, sending]);
  useLayoutEffect(() => {
    const element = log.current!;
    // A bar below, as that of a closed conversation, or a longer draft takes its height from the end of the log.
    const resized = new ResizeObserver(() => {
      const { scrollTop, scrollHeight } = element;
      if (scrollHeight - scrollTop - lastHeight.current < NEAR) element.scrollTop = scrollHeight;
      lastHeight.current = element.clientHeight;
      measure();
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, []);

  const toEnd = () => log.current?.scrollTo({ top: log.current.scrollHeight, behavior: "smooth" });
  return { log, atEnd, onScroll: measure, toEnd };
}

/** What the customer, the team or the server said last: what is said by people is read from its beginning, too. */
function bringUpLatest(log: HTMLElement): void {
  const said = [...log.querySelectorAll<HTMLElement>(".customer, .staff, .system, .turn")].at(-1);
  const top = Math.min(log.scrollHeight - log.clientHeight, (said?.offsetTop ?? 0) - READING_MARGIN);
  if (top > log.scrollTop) log.scrollTop = top;
}

/** Sent before the connection broke, and back as a message before its acknowledgement: shown once. */
function hasArrived({ text, refused }: Unsent, entries: readonly Entry[]): boolean {
  const own = entries.findLast(({ kind }) => kind === "customer");
  return refused === null && own?.text === text;
}

function EntryView({ entry, state }: { entry: Entry; state: ChatState }) {
  const { phrases } = useWidget();
  if (entry.kind === "customer") {
    return (
      <li class="customer">
        <span class="hidden">{phrases.you}: </span>
        <p class="bubble" dir="auto">
          {entry.text}
        </p>
        <Time at={entry.at} />
      </li>
    );
  }
  if (entry.kind === "answer") {
    if (entry.text === "" && entry.outcome === null) return null;
    const question = state.conversation.entries.find(({ id }) => id === entry.replyTo)?.text;
    return (
      <li class="bot">
        <span class="hidden">{phrases.assistant}: </span>
        <Answer answer={entry} verdict={state.verdicts[entry.id]} question={question} />
        <Time at={entry.at} />
      </li>
    );
  }
  return (
    <li class={entry.kind}>
      {entry.kind === "staff" && <span class="name">{phrases.team}</span>}
      {entry.kind === "turn" ? phrases.botAgain : <CitedText text={entry.text} citations={entry.citations} />}
      {entry === emailOffer(state.conversation) && <LeaveEmail />}
      <Time at={entry.at} />
    </li>
  );
}

function Writing({ words }: { words: string }) {
  return (
    <li class="bot thinking">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{words}</span>
    </li>
  );
}

function Time({ at }: { at: number | null }) {
  const { code } = useWidget();
  if (at === null) return null;
  const time = new Date(at);
  const shown = new Intl.DateTimeFormat(code, { hour: "numeric", minute: "2-digit" }).format(time);
  return <time dateTime={time.toISOString()}>{shown}</time>;
}
