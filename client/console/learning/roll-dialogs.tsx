import { useState } from "preact/hooks";
import type { IntentModel, Roll } from "../../../src/protocol/learning.ts";
import { useDesk } from "../parts/context.ts";
import { Dialog, DialogActions } from "../parts/dialog.tsx";
import { percent, short } from "./words.ts";

const SHARES = [0.05, 0.1, 0.25, 0.5] as const;

type Props = { of: IntentModel; onClose: () => void; onChanged: () => void };

/** All conversations, or a share of them under the eyes of the guard. */
export function ShareDialog({ of: { intent, serving }, model, onClose, onChanged }: Props & { model: string }) {
  const roll = useRoll(onClose, onChanged);
  const [share, setShare] = useState("0.1");
  const live = serving?.model === model && serving.share === 1;
  return (
    <Dialog title={`Who gets ${short(model)} for ${intent}?`} onClose={onClose}>
      <div class="choice">
        <div>
          <h3>A share of conversations</h3>
          <p class="hint">
            Each conversation stays on its side; the others keep what serves them now. The intent is taken back by
            itself when no-answers, thumbs down or requests for a person rise.
          </p>
        </div>
        <div class="actions">
          <select
            class="input"
            aria-label="Share of conversations"
            value={share}
            onChange={(event) => setShare(event.currentTarget.value)}
          >
            {SHARES.map((one) => (
              <option key={one} value={one}>
                {percent(one)}
              </option>
            ))}
          </select>
          <button
            type="button"
            class="button"
            onClick={() => void roll({ action: "promote", intent, model, share: Number(share) })}
          >
            Start the canary
          </button>
        </div>
      </div>
      {!live && (
        <div class="choice">
          <div>
            <h3>Everybody</h3>
            <p class="hint">From the next question on. One click leads back.</p>
          </div>
          <button
            type="button"
            class="button primary"
            onClick={() => void roll({ action: "promote", intent, model, share: 1 })}
          >
            Serve everybody
          </button>
        </div>
      )}
    </Dialog>
  );
}

export function RollbackDialog({ of: { intent, serving }, onClose, onChanged }: Props) {
  const roll = useRoll(onClose, onChanged);
  const back = serving?.previous ? `the model ${short(serving.previous)}` : "the documentation";
  return (
    <Dialog title={`Roll back ${intent}`} onClose={onClose}>
      <p>
        From the next question on, {back} answers “{intent}” instead of {short(serving?.model ?? "")}. The audit log
        will name you.
      </p>
      <DialogActions onClose={onClose}>
        <button type="button" class="button danger" onClick={() => void roll({ action: "rollback", intent })}>
          Roll back
        </button>
      </DialogActions>
    </Dialog>
  );
}

function useRoll(onClose: () => void, onChanged: () => void): (roll: Roll) => Promise<void> {
  const desk = useDesk();
  return async (roll) => {
    const result = await desk.api.send("POST", "/learning/serving", roll);
    desk.toasts.say(result.ok ? DONE[roll.action] : result.error.message);
    onClose();
    onChanged();
  };
}

const DONE: Record<Roll["action"], string> = {
  promote: "It serves from the next question on.",
  rollback: "Rolled back: live at the next question.",
};
