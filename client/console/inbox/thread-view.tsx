import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { Icon } from "../parts/icon.tsx";
import { Prose } from "../parts/markdown.tsx";
import { useStore } from "../store.ts";
import { FollowedEnd } from "./followed-end.ts";
import type { Unsent } from "./outgoing.ts";
import { rowsOf, type Thread } from "./thread.ts";
import { DayRow, EntryRow, NoteRow, PendingReply } from "./thread-rows.tsx";

type Props = {
  thread: Thread;
  unsent: readonly Unsent[];
  /** The answer whose record is shown. */
  chosen: string | null;
  onWhy: (answerId: string) => void;
  onRetry: (reply: Unsent) => void;
};

export function ThreadView({ thread, unsent, chosen, onWhy, onRetry }: Props) {
  const { view, streaming } = thread;
  const writing = [...(thread.customerTyping ? ["The customer"] : []), ...thread.typing.map(({ name }) => name)];
  const rows = useMemo(() => rowsOf(view), [view.entries, view.notes]);
  const { log, following, toEnd } = useFollowedEnd(unsent);

  return (
    <>
      <div class="thread" ref={log} role="log" aria-label="Messages" {...SCROLLABLE}>
        <ol>
          {rows.map((row) =>
            row.kind === "note" ? (
              <NoteRow key={row.key} note={row.note} />
            ) : row.kind === "day" ? (
              <DayRow key={row.key} at={row.at} />
            ) : (
              <EntryRow key={row.key} entry={row.entry} view={view} chosen={chosen} onWhy={onWhy} />
            ),
          )}
          {streaming && (
            <li class="entry bot" aria-busy="true">
              <span class="entry-who">
                <Icon name="bot" /> Bot is answering
              </span>
              <div class="bubble">
                <Prose text={streaming.text || "…"} streaming />
              </div>
            </li>
          )}
          {unsent.map((reply) => (
            <PendingReply key={reply.clientMessageId} reply={reply} onRetry={() => onRetry(reply)} />
          ))}
        </ol>
        {writing.length > 0 && (
          <p class="typing" role="status">
            {writing.join(", ")} {writing.length === 1 ? "is" : "are"} typing…
          </p>
        )}
      </div>
      {!following && (
        <button type="button" class="newest" onClick={toEnd}>
          Newest message
        </button>
      )}
    </>
  );
}

/** Whoever reads further up is left alone until they come back, or say something themselves. */
function useFollowedEnd(unsent: readonly Unsent[]) {
  const log = useRef<HTMLDivElement>(null);
  const [end] = useState(() => new FollowedEnd());
  const following = useStore(end.following);
  const sentBefore = useRef(unsent);
  useLayoutEffect(() => {
    const box = log.current!;
    const scrolled = () => end.scrolled(box);
    // A draft or a long reply below makes the box lower: the last message stays in sight.
    const resized = new ResizeObserver(() => end.settle(box));
    resized.observe(box);
    box.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      resized.disconnect();
      box.removeEventListener("scroll", scrolled);
    };
  }, []);
  useLayoutEffect(() => {
    const before = sentBefore.current;
    sentBefore.current = unsent;
    if (unsent.some(({ clientMessageId: id }) => before.every(({ clientMessageId }) => clientMessageId !== id)))
      end.goTo(log.current!);
    else end.settle(log.current!);
  });

  const toEnd = () => {
    end.goTo(log.current!);
    // The button goes, and must not take the focus of the keyboard with it.
    log.current!.focus({ preventScroll: true });
  };
  return { log, following, toEnd };
}
