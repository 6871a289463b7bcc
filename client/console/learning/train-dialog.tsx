import { useState } from "preact/hooks";
import type { StartJob } from "../../../src/protocol/learning.ts";
import { useDesk } from "../parts/context.ts";
import { Dialog, DialogActions } from "../parts/dialog.tsx";

type Props = { onClose: () => void; onStarted: () => void };

export function TrainDialog({ onClose, onStarted }: Props) {
  const start = useStartJob(() => {
    onClose();
    onStarted();
  });
  const [canary, setCanary] = useState("0.1");
  return (
    <Dialog title="Train now" onClose={onClose}>
      <p>
        An intent that passes the gate is served from the next question on. Those that do not pass stay as they are,
        with the reason under Models.
      </p>
      <label class="choice">
        Promoted intents serve
        <select class="input" value={canary} onChange={(event) => setCanary(event.currentTarget.value)}>
          <option value="0.1">10 % of conversations first</option>
          <option value="0.25">25 % of conversations first</option>
          <option value="1">everybody at once</option>
        </select>
      </label>
      <DialogActions onClose={onClose} leave="Not now">
        <button
          type="button"
          class="button primary"
          onClick={() => void start({ verb: "run", canary: Number(canary) }, "Training started.")}
        >
          Start training
        </button>
      </DialogActions>
    </Dialog>
  );
}

/** Starts a verb of the loop, and says why where it cannot. */
export function useStartJob(onStarted: () => void): (job: StartJob, words: string) => Promise<void> {
  const desk = useDesk();
  return async (job, words) => {
    const result = await desk.api.send("POST", "/learning/jobs", job);
    desk.toasts.say(result.ok ? words : result.error.message);
    onStarted();
  };
}
