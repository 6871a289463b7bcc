import { useLayoutEffect, useRef } from "preact/hooks";

const KEPT_AS = "switchboard-console-shortcuts";
/** How long the first key of two is remembered. */
const SEQUENCE_MS = 1_200;

/** Keys that may be held down: a held "a" would approve a whole queue unread. */
const HELD = ["j", "k"];

export type Shortcuts = Readonly<Record<string, () => void>>;

/** Single keys can be switched off, for those who dictate (WCAG 2.2, success criterion 2.1.4). */
export function shortcutsOn(): boolean {
  return localStorage.getItem(KEPT_AS) !== "off";
}

export function switchShortcuts(on: boolean): void {
  localStorage.setItem(KEPT_AS, on ? "on" : "off");
}

/**
 * Keys of the page while it is shown: "t", or two in a row, "g i". Nothing while somebody types, a dialog is open, or
 * a modifier belongs to the browser.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;

  // With the page that it belongs to, not a moment later: a key that is hit as soon as something shows would be lost.
  useLayoutEffect(() => {
    let first = { key: "", at: 0 };
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      if (!shortcutsOn() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
      const pair = event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${event.key}` : "";
      first = { key: event.key, at: event.timeStamp };
      const act = current.current[pair] ?? (pair.startsWith("g ") ? undefined : current.current[event.key]);
      if (!act) return;
      event.preventDefault();
      if (!event.repeat || HELD.includes(event.key)) act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

/**
 * While it is shown these keys act and every other letter, digit and sign rests, those of the page around it, too: who
 * begins to write a sentence where keys are meant must set nothing off. Enter, Tab and the like stay the browser's.
 */
export function useOnlyShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;

  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const act = shortcutsOn() || event.key === "Escape" ? current.current[event.key] : undefined;
      if (!act && (event.key.length > 1 || event.key === " ")) return;
      event.preventDefault();
      if (!event.repeat) act?.();
    };
    // Before the listeners of the page, which leave alone what is settled.
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
