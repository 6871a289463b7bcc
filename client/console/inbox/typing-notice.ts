import { useEffect, useMemo } from "preact/hooks";
import { afterTimeout, type TypingNotice, typingNotice } from "../../shared/typing-notice.ts";
import type { Desk } from "../desk.ts";

/** Tells the customer that somebody writes, until this conversation is left. */
export function useTypingNotice(desk: Desk, conversationId: string): TypingNotice {
  const notice = useMemo(
    () => typingNotice((typing) => void desk.mention("typing", { conversationId, typing }), afterTimeout),
    [conversationId],
  );
  useEffect(() => notice.stop, [notice]);
  return notice;
}
