/** Text so far, and whether the customer stopped it. */
export type Streamed = { text: string; stopped: boolean };

/** Sends a finished text word by word, as a model would. `pace` waits between words: nothing in command lines. */
export async function stream(
  text: string,
  { signal, onDelta, pace }: { signal: AbortSignal; onDelta: (text: string) => void; pace: () => Promise<void> },
): Promise<Streamed> {
  let sent = "";
  for (const word of text.match(/\s*\S+\s*$|\s*\S+/gu) ?? []) {
    if (signal.aborted) return { text: sent, stopped: true };
    sent += word;
    onDelta(word);
    await pace();
  }
  return { text: sent, stopped: false };
}
