/** Text so far, and whether the customer stopped it. */
export type Streamed = { text: string; stopped: boolean };

/**
 * As many as are read in one look. A wait for each single word would cost a server under load eight times the timers,
 * and every one of them comes late there.
 */
export const WORDS_AT_ONCE = 8;

const SOME_WORDS = new RegExp(`(?:\\s*\\S+){1,${WORDS_AT_ONCE}}(?:\\s*$)?`, "gu");

/** Sends a finished text a few words at a time, as a model would. `pace` waits between them: nothing in command lines. */
export async function stream(
  text: string,
  { signal, onDelta, pace }: { signal: AbortSignal; onDelta: (text: string) => void; pace: () => Promise<void> },
): Promise<Streamed> {
  let sent = "";
  for (const words of text.match(SOME_WORDS) ?? []) {
    if (signal.aborted) return { text: sent, stopped: true };
    sent += words;
    onDelta(words);
    await pace();
  }
  return { text: sent, stopped: false };
}
