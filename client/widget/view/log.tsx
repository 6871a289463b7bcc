import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ErrorCode } from "../../../src/protocol/visitor.ts";
import type { ChatState } from "../chat.ts";
import { type Entry, isThinking } from "../conversation.ts";
import type { Phrases } from "../languages/en.ts";
import type { Unsent } from "../outbox.ts";
import { Answer } from "./answer.tsx";
import { useWidget } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Markdown } from "./markdown.tsx";
import { SCROLLABLE } from "./scrollable.ts";
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
            <UnsentView key={message.clientMessageId} message={message} online={state.connection === "online"} />
          ))}
          {(isThinking(state.conversation) || unsent.some(({ refused }) => !refused)) &&
            state.connection === "online" && <Thinking />}
        </ol>
      </div>
      {!atEnd && (
        <button type="button" class="latest" aria-label={phrases.latest} title={phrases.latest} onClick={toEnd}>
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}

/**
 * The view follows what is written until the question reaches the top: a long answer is read from its beginning. Who
 * scrolls up is left alone until the next message of their own.
 */
function useFollowing(state: ChatState, sending: boolean) {
  const log = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const lastTop = useRef(0);
  const [atEnd, setAtEnd] = useState(true);

  const measure = () => {
    const { scrollTop, scrollHeight, clientHeight } = log.current!;
    setAtEnd(scrollHeight - scrollTop - clientHeight < NEAR);
    return scrollTop;
  };
  const follow = () => {
    if (sending) following.current = true;
    const question = [...log.current!.querySelectorAll<HTMLElement>(".customer")].at(-1);
    const { scrollTop, scrollHeight, clientHeight } = log.current!;
    const top = Math.min(scrollHeight - clientHeight, (question?.offsetTop ?? 0) - READING_MARGIN);
    if (following.current && top > scrollTop) log.current!.scrollTop = top;
    lastTop.current = measure();
  };
  useLayoutEffect(follow, [state, sending]);

  return {
    log,
    atEnd,
    onScroll: () => {
      const top = measure();
      if (top < lastTop.current) following.current = false;
      lastTop.current = top;
    },
    toEnd: () => log.current?.scrollTo({ top: log.current.scrollHeight, behavior: "smooth" }),
  };
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
      <div class="prose">
        <Markdown text={entry.text} citation={(marker) => `[${marker}]`} />
      </div>
      <Time at={entry.at} />
    </li>
  );
}

function UnsentView({ message, online }: { message: Unsent; online: boolean }) {
  const { chat, phrases } = useWidget();
  const { refused } = message;
  return (
    <li class="customer unsent">
      <span class="hidden">{phrases.you}: </span>
      <p class="bubble" dir="auto">
        {message.text}
      </p>
      {refused ? (
        <p class="refusal" role="alert">
          {phrases[REFUSALS[refused]]}{" "}
          {refused === "closed" ? (
            <button type="button" onClick={() => chat.startAnew()}>
              {phrases.anew}
            </button>
          ) : (
            <>
              {(refused === "busy" || refused === "rate-limited") && (
                <button type="button" onClick={() => chat.retry(message.clientMessageId)}>
                  {phrases.retry}
                </button>
              )}
              <button type="button" onClick={() => chat.edit(message)}>
                {phrases.edit}
              </button>
            </>
          )}
        </p>
      ) : (
        !online && (
          <p class="aside">
            <Icon name="clock" />
            {phrases.waiting}
          </p>
        )
      )}
    </li>
  );
}

/** Helpful words for each error of the wire. */
export const REFUSALS: Record<ErrorCode | "lost", keyof Phrases> = {
  invalid: "invalid",
  "too-long": "invalid",
  conflict: "conflict",
  busy: "busy",
  "rate-limited": "limited",
  "not-found": "gone",
  closed: "closed",
  lost: "lost",
};

function Thinking() {
  const { phrases } = useWidget();
  return (
    <li class="bot thinking">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{phrases.thinking}</span>
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
