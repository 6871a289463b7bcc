import type { ErrorCode } from "../../../src/protocol/visitor.ts";
import type { Phrases } from "../languages/en.ts";
import type { Unsent } from "../outbox.ts";
import { useWidget } from "./context.ts";
import { Icon } from "./icon.tsx";

/** Helpful words for each error of the wire. */
export const REFUSALS: Record<ErrorCode | "lost", keyof Phrases> = {
  invalid: "invalid",
  "too-long": "long",
  conflict: "conflict",
  busy: "busy",
  "rate-limited": "busy",
  "not-found": "gone",
  closed: "closed",
  lost: "lost",
};

/** The customer's own words before they are acknowledged: waiting, or refused with what can be done about it. */
export function UnsentMessage({ message, online }: { message: Unsent; online: boolean }) {
  const { phrases } = useWidget();
  const { refused } = message;
  const held = refused !== null || !online;
  return (
    <li class={held ? "customer unsent held" : "customer unsent"}>
      <span class="hidden">{phrases.you}: </span>
      <p class="bubble" dir="auto">
        {message.text}
      </p>
      {refused && (
        <p class="refusal" role="alert">
          {phrases[REFUSALS[refused]]} <Remedy message={message} />
        </p>
      )}
      {!refused && !online && (
        <p class="aside">
          <Icon name="clock" />
          {phrases.waiting}
        </p>
      )}
    </li>
  );
}

function Remedy({ message }: { message: Unsent }) {
  const { chat, phrases } = useWidget();
  const { refused, clientMessageId } = message;
  if (refused === "closed") {
    return (
      <button type="button" onClick={() => chat.startAnew()}>
        {phrases.anew}
      </button>
    );
  }
  return (
    <>
      {(refused === "busy" || refused === "rate-limited") && (
        <button type="button" onClick={() => chat.retry(clientMessageId)}>
          {phrases.retry}
        </button>
      )}
      <button type="button" onClick={() => chat.edit(message)}>
        {phrases.edit}
      </button>
    </>
  );
}
