import { useLayoutEffect, useRef } from "preact/hooks";
import type { ChatState } from "../chat-state.ts";
import { unreadCount } from "../conversation.ts";
import { fill } from "../languages/phrases.ts";
import { Context, useWidget, type WidgetContext } from "./context.ts";
import { Icon } from "./icon.tsx";
import { Panel } from "./panel.tsx";

export function Widget({ state, context }: { state: ChatState; context: WidgetContext }) {
  return (
    <Context.Provider value={context}>
      <Panel state={state} />
      <Launcher state={state} />
    </Context.Provider>
  );
}

function Launcher({ state }: { state: ChatState }) {
  const { chat, phrases } = useWidget();
  const button = useRef<HTMLButtonElement>(null);
  const unread = state.open ? 0 : unreadCount(state.conversation, state.readTo);
  const label = state.open ? phrases.close : phrases.open;

  // A closed panel takes the focus with it; the launcher is where the customer came from.
  const wasOpen = useRef(state.open);
  useLayoutEffect(() => {
    if (wasOpen.current && !state.open) button.current?.focus();
    wasOpen.current = state.open;
  }, [state.open]);

  return (
    <button
      ref={button}
      type="button"
      class="launcher"
      aria-label={unread > 0 ? `${label} (${fill(phrases.unread, { n: unread })})` : label}
      aria-expanded={state.open}
      aria-haspopup="dialog"
      onClick={() => (state.open ? chat.close() : chat.open())}
    >
      <Icon name={state.open ? "down" : "chat"} />
      {unread > 0 && <span class="badge">{Math.min(unread, 99)}</span>}
    </button>
  );
}
