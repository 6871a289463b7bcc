import { useStore } from "../store.ts";
import { useDesk } from "./context.ts";
import { Icon } from "./icon.tsx";

export function ToastShelf() {
  const { toasts } = useDesk();
  const shown = useStore(toasts.shown);
  return (
    <div class="toasts" role="status">
      {shown.map(({ id, text, undo }) => (
        <div key={id} class="toast">
          <span>{text}</span>
          {undo && (
            <button
              type="button"
              onClick={() => {
                undo();
                toasts.dismiss(id);
              }}
            >
              <b>Undo</b>
            </button>
          )}
          <button type="button" aria-label="Dismiss" onClick={() => toasts.dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
