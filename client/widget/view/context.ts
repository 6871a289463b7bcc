import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Chat } from "../chat.ts";
import type { Phrases } from "../languages/en.ts";
import type { WidgetSettings } from "../settings.ts";

/** What every part of the view may need and what never changes while the page lives. */
export type WidgetContext = { chat: Chat; code: string; phrases: Phrases; settings: WidgetSettings };

export const Context = createContext<WidgetContext | null>(null);

export function useWidget(): WidgetContext {
  const context = useContext(Context);
  if (!context) throw new Error("The view is rendered outside of its context.");
  return context;
}
