import { useState } from "preact/hooks";
import type { Verdict } from "../memory.ts";
import { useWidget } from "./context.ts";
import { Icon } from "./icon.tsx";

/** Longest comment on the wire, in UTF-16 units. */
const LONGEST_COMMENT = 2_000;

/** Two thumbs; after either, room for a comment. */
export function Rating({ messageId, verdict }: { messageId: string; verdict: Verdict | undefined }) {
  const { chat, phrases } = useWidget();
  const [stage, setStage] = useState<"thumbs" | "comment" | "thanks">("thumbs");
  const rate = (chosen: Verdict) => {
    setStage("comment");
    void chat.rate(messageId, chosen);
  };
  const thumb = (kind: Verdict, label: string) => (
    <button
      type="button"
      class={`thumb ${kind}`}
      title={label}
      aria-label={label}
      aria-pressed={verdict === kind}
      onClick={() => rate(kind)}
    >
      <Icon name="up" />
    </button>
  );

  return (
    <>
      <span class="thumbs">
        {thumb("up", phrases.helpful)}
        {thumb("down", phrases.unhelpful)}
      </span>
      {stage === "comment" && verdict && (
        <Comment
          onSend={(comment) => {
            setStage("thanks");
            if (comment) void chat.rate(messageId, verdict, comment);
          }}
        />
      )}
      {stage === "thanks" && (
        <p class="aside wide" role="status">
          {phrases.thanks}
        </p>
      )}
    </>
  );
}

function Comment({ onSend }: { onSend: (comment: string) => void }) {
  const { phrases } = useWidget();
  const [comment, setComment] = useState("");
  return (
    <form
      class="comment wide"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(comment.trim());
      }}
    >
      <textarea
        aria-label={phrases.comment}
        placeholder={phrases.comment}
        rows={2}
        maxLength={LONGEST_COMMENT}
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
      <button type="submit" class="quiet">
        {phrases.sendComment}
      </button>
    </form>
  );
}
