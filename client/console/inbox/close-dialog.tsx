import { Dialog, DialogActions } from "../parts/dialog.tsx";

type Props = {
  /** What was begun for the customer. */
  text: string;
  onCloseConversation: () => void;
  onClose: () => void;
};

/** Asked about, because nothing reaches the customer of a closed conversation any more. */
export function CloseDialog({ text, onCloseConversation, onClose }: Props) {
  return (
    <Dialog title="Close without sending your reply?" onClose={onClose}>
      <p>What you wrote was not sent, and in a closed conversation it cannot be:</p>
      <blockquote class="unsent-reply" dir="auto">
        {text}
      </blockquote>
      <DialogActions onClose={onClose} leave="Leave it open">
        <button type="button" class="button danger" onClick={onCloseConversation}>
          Close without sending
        </button>
      </DialogActions>
    </Dialog>
  );
}
