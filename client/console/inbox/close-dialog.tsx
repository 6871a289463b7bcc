import { Dialog } from "../parts/dialog.tsx";

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
      <div class="actions">
        <button type="button" class="button danger" onClick={onCloseConversation}>
          Close without sending
        </button>
        <button type="button" class="button quiet" onClick={onClose}>
          Leave it open
        </button>
      </div>
    </Dialog>
  );
}
