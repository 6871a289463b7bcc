import { useEffect, useMemo } from "preact/hooks";
import type { Desk } from "../desk.ts";

/** Whoever has not typed for this long has stopped. */
const STILL_TYPING_MS = 4_000;

/** Tells the customer that somebody writes: once when it begins, once when it ends. */
export function useTypingNotice(desk: Desk, conversationId: string): { typed: () => void; stop: () => void } {
  const notice = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      desk.mention("typing", { conversationId, typing: false });
    };
    const typed = () => {
      if (timer === undefined) desk.mention("typing", { conversationId, typing: true });
      clearTimeout(timer);
      timer = setTimeout(stop, STILL_TYPING_MS);
    };
    return { typed, stop };
  }, [conversationId]);
  useEffect(() => notice.stop, [notice]);
  return notice;
}
