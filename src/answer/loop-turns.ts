/**
 * Gives each caller a turn of the event loop to itself, in order. Answers cost milliseconds each: begun as they come, ten
 * that are asked for at once would keep every acknowledgement waiting until the last of them is written.
 */
export function loopTurns(): () => Promise<void> {
  const waiting: (() => void)[] = [];

  function next(): void {
    waiting.shift()!();
    if (waiting.length > 0) setImmediate(next);
  }

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
}
