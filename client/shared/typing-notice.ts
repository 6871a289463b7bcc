/** Runs once after so many milliseconds; the returned function calls it off. */
export type After = (milliseconds: number, run: () => void) => () => void;

export const afterTimeout: After = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** Whoever has not typed for this long has stopped. */
const STILL_TYPING_MS = 4_000;

export type TypingNotice = { typed(): void; stop(): void };

/** Tells the other side that somebody writes: once when it begins, once when it ends. */
export function typingNotice(tell: (typing: boolean) => void, after: After): TypingNotice {
  let callOff: (() => void) | null = null;

  function stop(): void {
    if (!callOff) return;
    callOff();
    callOff = null;
    tell(false);
  }

  return {
    stop,
    typed() {
      if (callOff) callOff();
      else tell(true);
      callOff = after(STILL_TYPING_MS, stop);
    },
  };
}
