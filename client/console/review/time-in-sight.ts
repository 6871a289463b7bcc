import { useEffect, useState } from "preact/hooks";

/** How long the component has been on the screen, in whole milliseconds. */
export function useTimeInSight(): () => number {
  const [time] = useState(() => timeInSight(() => performance.now(), !document.hidden));
  useEffect(() => {
    const look = () => time.look(!document.hidden);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [time]);
  return () => Math.round(time.ms());
}

export type TimeInSight = { look(visible: boolean): void; ms(): number };

/** What passes while the page is hidden does not count. @param clock milliseconds that never go back */
export function timeInSight(clock: () => number, visible: boolean): TimeInSight {
  let before = 0;
  let since = visible ? clock() : null;
  const ms = () => before + (since === null ? 0 : clock() - since);
  return {
    look(visible) {
      before = ms();
      since = visible ? clock() : null;
    },
    ms,
  };
}
