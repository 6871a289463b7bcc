import { Dialog, DialogActions } from "../parts/dialog.tsx";

type Props = {
  /** What was begun for the customer; empty: nothing was. */
  text: string;
  onCloseConversation: () => void;
  onClose: () => void;
};

/** Asked about, because nothing reaches the customer of a closed conversation any more. */
export function CloseDialog({ text, onCloseConversation, onClose }: Props) {
  return (
    <Dialog title={text ? "Close without sending your reply?" : "Close this conversation?"} onClose={onClose}>
      <p>
        {text
          ? "What you wrote was not sent, and in a closed conversation it cannot be:"
          : "A closed conversation stays closed: the customer starts a new one to write again."}
      </p>
      {text && (
        <blockquote class="unsent-reply" dir="auto">
          {text}
        </blockquote>
      )}
      <DialogActions onClose={onClose} leave="Leave it open">
        <button type="button" class="button danger" onClick={onCloseConversation}>
          {text ? "Close without sending" : "Close it"}
        </button>
      </DialogActions>
    </Dialog>
  );
}
