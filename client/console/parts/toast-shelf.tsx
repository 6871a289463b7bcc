import { useStore } from "../store.ts";
import { useDesk } from "./context.ts";

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
        </div>
      ))}
    </div>
  );
}
