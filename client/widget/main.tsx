import { render } from "preact";
import { connectVisitor } from "../shared/socket-connection.ts";
import { afterTimeout } from "../shared/typing-notice.ts";
import { browserStore } from "./browser-store.ts";
import { Chat } from "./chat.ts";
import { createHost } from "./host.ts";
import { chooseLanguage, loadPhrases } from "./languages/phrases.ts";
import { memory } from "./memory.ts";
import { readSettings, type WidgetSettings } from "./settings.ts";
import type { WidgetContext } from "./view/context.ts";
import { Widget } from "./view/widget.tsx";

/** What a host page may call: `Switchboard.ask("How do I install it?")`. */
export type WidgetHandle = { open(): void; close(): void; ask(text: string): void };

declare global {
  interface Window {
    Switchboard?: WidgetHandle;
  }
}

const script = document.currentScript;
// A page that includes the tag twice gets one chat.
if (script instanceof HTMLScriptElement && !window.Switchboard) {
  window.Switchboard = start(
    readSettings(script.dataset, script.src, document.documentElement.lang || navigator.language),
    () => script.dataset.identity,
  );
}

function start(settings: WidgetSettings, identity: () => string | undefined): WidgetHandle {
  const language = chooseLanguage(settings.language);
  const { host, root } = createHost(settings, language);
  const chat = new Chat({
    server: settings.server,
    connect: connectVisitor(language.code),
    identity,
    memory: memory(
      browserStore(() => localStorage, settings.server),
      browserStore(() => sessionStorage, settings.server),
    ),
    newId: randomId,
    now: () => Date.now(),
    after: afterTimeout,
    visible: () => document.visibilityState === "visible",
    onChange: (state) => context && render(<Widget state={state} context={context} />, root),
  });
  // What is opened or asked before the phrases are there is shown with them.
  let context: WidgetContext | null = null;
  void Promise.all([loadPhrases(language, settings.server), bodyParsed()]).then(([phrases]) => {
    context = { chat, code: language.code, phrases, settings };
    document.body.append(host);
    chat.start();
  });
  addEventListener("offline", () => chat.networkLost());
  addEventListener("online", () => chat.networkBack());
  addEventListener("storage", () => chat.keptChanged());
  document.addEventListener("visibilitychange", () => chat.seen());

  return {
    open: () => chat.open(),
    close: () => chat.close(),
    ask: (text) => {
      chat.open();
      chat.ask(text);
    },
  };
}

/** A script in the head runs before there is a body to append to. */
function bodyParsed(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", () => resolve());
  });
}

/** 128 random bits. `crypto.randomUUID` exists on secure pages only. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
