import { useLayoutEffect, useState } from "preact/hooks";
import type { ConversationVerbs } from "./verbs.ts";

/**
 * From the key or button of a take-over on, what is typed is meant for the customer: the reply box opens before the
 * server has answered, or the first letters would hand back and close by their keys. Sending waits for the answer.
 */
export function useTaking({ mine, takeOver, takeFrom }: ConversationVerbs, focusReply: () => void) {
  const [taking, setTaking] = useState(false);
  // Who was a moment too late must not write over the colleague who has it.
  const open = mine || (taking && takeOver !== null);
  useLayoutEffect(() => {
    if (!taking) return;
    if (open) focusReply();
    if (mine) setTaking(false);
  }, [taking, open, mine]);

  const begin = (verb: ConversationVerbs["takeOver"]) =>
    verb &&
    (async () => {
      if (taking) return true;
      setTaking(true);
      const done = await verb();
      if (!done) setTaking(false);
      return done;
    });
  return { taking, verbs: { takeOver: begin(takeOver), takeFrom: begin(takeFrom) } };
}
