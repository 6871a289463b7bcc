import { useCallback, useEffect, useState } from "preact/hooks";
import type { Failure, Result } from "../wire/api.ts";
import { useDesk } from "./context.ts";

export type Loaded<Value> = { value: Value | null; failure: Failure | null; reload: () => void };

/** Reads a route of the server; what was read before stays in sight until the new answer is there. */
export function useLoad<Value>(path: string): Loaded<Value> {
  const { api } = useDesk();
  const [loaded, setLoaded] = useState<{ path: string; result: Result<Value> } | null>(null);
  const [times, setTimes] = useState(0);
  const reload = useCallback(() => setTimes((before) => before + 1), []);

  useEffect(() => {
    let wanted = true;
    void api.get<Value>(path).then((result) => wanted && setLoaded({ path, result }));
    return () => {
      wanted = false;
    };
  }, [path, times]);

  const result = loaded?.path === path ? loaded.result : null;
  return { value: result?.ok ? result.value : null, failure: result && !result.ok ? result.error : null, reload };
}
