import { useEffect, useId, useState } from "preact/hooks";
import type { CannedReply } from "../../../src/protocol/staff-http.ts";
import { useLoad } from "../parts/load.ts";
import { cannedMatches } from "./compose.ts";

/** The menu that a `/` at the start of a reply opens. */
export function useCannedMenu(text: string, onChoose: (text: string) => void) {
  const { value } = useLoad<{ replies: CannedReply[] }>("/canned-replies");
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const matches = cannedMatches(text, value?.replies ?? []);
  const open = matches.length > 0;
  const noneKept = text === "/" && value?.replies.length === 0;
  useEffect(() => setChosen(0), [text]);

  /** Returns whether the key was the menu's. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (!open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((chosen + step + matches.length) % matches.length);
    else if (event.key === "Enter" || event.key === "Tab") onChoose(matches[chosen]!.text);
    else return false;
    event.preventDefault();
    return true;
  }

  const boxProps = open
    ? { "aria-haspopup": "listbox" as const, "aria-controls": id, "aria-activedescendant": `${id}-${chosen}` }
    : {};
  return { id, matches, noneKept, chosen, onChoose, onKeyDown, boxProps };
}

export function CannedMenu({ menu }: { menu: ReturnType<typeof useCannedMenu> }) {
  if (menu.noneKept)
    return (
      <p class="canned hint none" role="status">
        No canned replies yet. Keep some under <a href="#/account">your name</a>.
      </p>
    );
  if (menu.matches.length === 0) return null;
  return (
    <div class="canned" id={menu.id} role="listbox" aria-label="Canned replies">
      {menu.matches.map(({ shortcut, text }, at) => (
        <div
          key={shortcut}
          id={`${menu.id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === menu.chosen}
          onMouseDown={(event) => {
            // The text box keeps the focus.
            event.preventDefault();
            menu.onChoose(text);
          }}
        >
          <b>/{shortcut}</b>
          <span>{text}</span>
        </div>
      ))}
    </div>
  );
}
