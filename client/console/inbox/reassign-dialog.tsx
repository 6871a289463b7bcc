import type { ConversationView } from "../../../src/protocol/staff-http.ts";
import { Dialog, DialogActions } from "../parts/dialog.tsx";
import { Assignee } from "./assignee.tsx";

type Props = { view: ConversationView; onTake: () => void; onClose: () => void };

/** A colleague has the turn and may be away: asked about, because two would answer at once otherwise. */
export function ReassignDialog({ view, onTake, onClose }: Props) {
  const name = view.assignee?.name ?? "A colleague";
  return (
    <Dialog title={`${name} has this conversation`} onClose={onClose}>
      <p>Whoever has it answers. If you take it, {name} sees at once that it is yours; the audit log says so, too.</p>
      <DialogActions onClose={onClose}>
        <button type="button" class="button primary" onClick={onTake}>
          Take it from {name}
        </button>
      </DialogActions>
      <Assignee view={view} />
    </Dialog>
  );
}
