import { useEffect, useRef, useState } from "preact/hooks";
import type { ChatState } from "../chat-state.ts";
import type { Conversation } from "../conversation.ts";
import { nextSpeech, plainWords } from "../sentences.ts";
import { useWidget } from "./context.ts";

/** Lines kept in the page; a screen reader has read the older ones or dropped them itself. */
const KEPT = 12;

/** The only live region: reads out whole sentences of new answers, messages of staff, and what becomes of the connection. */
export function Announcer({ state }: { state: ChatState }) {
  const { phrases } = useWidget();
  const spoken = useRef(new Map<string, number>());
  const [lines, setLines] = useState<{ id: number; text: string }[]>([]);
  const lastId = useRef(0);
  const say = (texts: string[]) => {
    const fresh = texts.filter(Boolean).map((text) => ({ id: ++lastId.current, text }));
    if (fresh.length > 0) setLines((known) => [...known, ...fresh].slice(-KEPT));
  };

  useEffect(() => say(unspoken(state.conversation, spoken.current, phrases.botAgain)), [state.conversation]);
  useEffect(() => say(state.connection === "reconnecting" ? [phrases.statusOffline] : []), [state.connection]);

  return (
    <div class="hidden" aria-live="polite">
      {lines.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}

/** Marks what it returns as spoken. History is not read out again. */
function unspoken({ entries }: Conversation, spoken: Map<string, number>, botAgain: string): string[] {
  return entries.map((entry) => {
    if (entry.kind === "customer" || entry.at === null) return "";
    const from = spoken.get(entry.id) ?? 0;
    if (entry.kind !== "answer") {
      const text = entry.text || botAgain;
      spoken.set(entry.id, text.length);
      return from === 0 ? plainWords(text) : "";
    }
    // The final text may differ from what was streamed; what was read stays read.
    const speech = nextSpeech(entry.text, Math.min(from, entry.text.length), entry.outcome !== null);
    spoken.set(entry.id, speech.upTo);
    return speech.spoken;
  });
}
