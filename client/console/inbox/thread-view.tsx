import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { Icon } from "../parts/icon.tsx";
import { Prose } from "../parts/markdown.tsx";
import type { Unsent } from "./open-conversation.ts";
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

/** How near to its end a reader counts as being there, in pixels. */
const AT_THE_END = 80;

export function ThreadView({ thread, unsent, chosen, onWhy, onRetry }: Props) {
  const { view, streaming } = thread;
  const writing = [...(thread.customerTyping ? ["The customer"] : []), ...thread.typing.map(({ name }) => name)];
  const rows = useMemo(() => rowsOf(view), [view.entries, view.notes]);
  const ref = useFollowedEnd([rows.length, streaming?.text.length, unsent.length, writing.length]);

  return (
    <div class="thread" ref={ref} role="log" aria-label="Messages" {...SCROLLABLE}>
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
  );
}

/** Stays at the end while the reader is there; whoever reads further up is left alone. */
function useFollowedEnd(changes: readonly unknown[]) {
  const ref = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  useLayoutEffect(() => {
    const box = ref.current!;
    const note = () => {
      near.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_THE_END;
    };
    // A draft or a long reply below makes the box lower: the last message stays in sight.
    const resized = new ResizeObserver(() => {
      if (near.current) box.scrollTop = box.scrollHeight;
    });
    resized.observe(box);
    box.addEventListener("scroll", note, { passive: true });
    return () => {
      resized.disconnect();
      box.removeEventListener("scroll", note);
    };
  }, []);
  useLayoutEffect(() => {
    if (near.current) ref.current!.scrollTop = ref.current!.scrollHeight;
  }, changes);
  return ref;
}
