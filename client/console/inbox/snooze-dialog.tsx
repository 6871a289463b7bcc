import { entered, Field } from "../enter/field.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { fullTime } from "../parts/time.tsx";
import { snoozeTimes } from "./snooze-times.ts";

type Props = { now: number; onChoose: (until: number) => void; onClose: () => void };

/** When the conversation shall come back. */
export function SnoozeDialog({ now, onChoose, onClose }: Props) {
  return (
    <Dialog title="Snooze until" onClose={onClose}>
      <div class="snooze-times">
        {snoozeTimes(now).map(({ label, until }) => (
          <button key={label} type="button" class="button" onClick={() => onChoose(until)}>
            {label}
            <small>{fullTime(until)}</small>
          </button>
        ))}
      </div>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          onChoose(new Date(entered(event.currentTarget, "until")).getTime());
        }}
      >
        <Field label="Another time" hint="It comes back at once when the customer writes.">
          {(id) => <input id={id} class="input" type="datetime-local" name="until" required />}
        </Field>
        <div class="actions">
          <button type="submit" class="button primary">
            Snooze
          </button>
        </div>
      </form>
    </Dialog>
  );
}
