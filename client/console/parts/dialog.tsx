import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";

type Props = {
  title: string;
  /** There is nothing to decide in it, so nothing to cancel. */
  onlyRead?: boolean;
  onClose: () => void;
  children: ComponentChildren;
};

/** The way out in words before all else: Enter, hit by mistake, must not do what cannot be undone. */
const FIRST = [".actions [data-leave]", ".inside :is(button, input, select, textarea)"];

/** The browser's own modal dialog: it keeps the focus, closes on Escape and gives the focus back. */
export function Dialog({ title, onlyRead = false, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closing it because it is replaced tells nobody: only those who close it themselves are done with it.
  const replaced = useRef(false);
  useEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    const first = FIRST.map((one) => dialog.querySelector<HTMLElement>(one)).find((one) => one !== null);
    if (!onlyRead) first?.focus();
    return () => {
      replaced.current = true;
      dialog.close();
    };
  }, []);

  return (
    <dialog ref={ref} class="dialog" aria-labelledby={id} onClose={() => replaced.current || onClose()}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" class="icon-button" aria-label={onlyRead ? "Close" : "Cancel"} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="inside">{children}</div>
    </dialog>
  );
}

type ActionsProps = { onClose: () => void; leave?: string; children: ComponentChildren };

/** What the dialog is about to do, and the way out of it. */
export function DialogActions({ onClose, leave = "Leave it", children }: ActionsProps) {
  return (
    <div class="actions">
      {children}
      <button type="button" class="button quiet" data-leave onClick={onClose}>
        {leave}
      </button>
    </div>
  );
}
