import { useState } from "preact/hooks";
import { switchNewWork, tellsNewWork } from "../new-work.ts";
import { useDesk } from "../parts/context.ts";

/** Asks the browser's permission at the click, when it is clear what for. */
export function NewWorkSwitch() {
  const desk = useDesk();
  const [on, setOn] = useState(() => tellsNewWork(localStorage));

  async function change(wanted: boolean) {
    switchNewWork(localStorage, wanted);
    setOn(wanted);
    if (!wanted) return;
    const allowed = "Notification" in globalThis && (await Notification.requestPermission()) === "granted";
    if (!allowed) desk.toasts.say("The browser shows no notifications for this page. The sound is on.");
  }

  return (
    <section class="section">
      <h2>New work</h2>
      <div class="card padded">
        <label class="check">
          <input type="checkbox" checked={on} onChange={(event) => void change(event.currentTarget.checked)} />A sound
          and a notification when a customer begins to wait for a person
        </label>
        <p class="hint">In this browser, while the console is open in a tab.</p>
      </div>
    </section>
  );
}
