import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type QueuedTurn, REASONS, type Reason } from "../../../src/protocol/review.ts";
import { MAX_TEXT_LENGTH } from "../../../src/protocol/version.ts";
import { REASON_WORDS } from "./words.ts";

export type Mode = "deciding" | "correcting" | "rejecting";

type Props = {
  turn: QueuedTurn;
  mode: Mode;
  /** What the customer wanted, in the team's own words; may be empty. */
  intent: string;
  onMode: (mode: Mode) => void;
  onIntent: (intent: string) => void;
  onApprove: () => void;
  onCorrect: (text: string) => void;
  onReject: (reason: Reason) => void;
  onSkip: () => void;
};

export function VerdictBar(props: Props) {
  const { mode, intent, onMode, onIntent, onApprove, onSkip } = props;
  const id = useId();
  return (
    <section class="verdicts" aria-label="Verdict">
      {mode === "correcting" && <Correction {...props} />}
      {mode === "rejecting" && <Reasons onReject={props.onReject} />}
      {mode !== "correcting" && (
        <div class="actions">
          <VerdictButton words="Approve" letter="a" primary onClick={onApprove} />
          <VerdictButton words="Correct" letter="c" onClick={() => onMode("correcting")} />
          <VerdictButton
            words="Reject"
            letter="x"
            pressed={mode === "rejecting"}
            onClick={() => onMode(mode === "rejecting" ? "deciding" : "rejecting")}
          />
          <VerdictButton words="Skip" letter="s" onClick={onSkip} />
          <div class="intent">
            <label for={id}>Intent</label>
            <input
              id={id}
              class="input"
              placeholder="Optional, e.g. refund"
              maxLength={100}
              value={intent}
              onInput={(event) => onIntent(event.currentTarget.value)}
            />
          </div>
        </div>
      )}
    </section>
  );
}

type ButtonProps = { words: string; letter: string; onClick: () => void; primary?: boolean; pressed?: boolean };

function VerdictButton({ words, letter, onClick, primary = false, pressed = false }: ButtonProps) {
  return (
    <button
      type="button"
      class={primary ? "button primary" : "button"}
      aria-keyshortcuts={letter}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {words}
      <kbd>{letter}</kbd>
    </button>
  );
}

function Reasons({ onReject }: { onReject: (reason: Reason) => void }) {
  return (
    <fieldset class="reasons">
      <legend>Why?</legend>
      {REASONS.map((reason, at) => (
        <button key={reason} type="button" class="button" onClick={() => onReject(reason)}>
          {REASON_WORDS[reason]}
          <kbd>{at + 1}</kbd>
        </button>
      ))}
    </fieldset>
  );
}

function Correction({ turn, onMode, onCorrect }: Props) {
  const [text, setText] = useState(turn.text);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  const keep = () => text.trim() && onCorrect(text.trim());

  return (
    <form
      class="correction"
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <textarea
        ref={box}
        class="input"
        aria-label="The corrected answer"
        rows={8}
        maxLength={MAX_TEXT_LENGTH}
        dir="auto"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onMode("deciding");
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) keep();
        }}
      />
      <div class="actions">
        <button type="submit" class="button primary" disabled={!text.trim()}>
          Keep the correction
        </button>
        <button type="button" class="button" onClick={() => onMode("deciding")}>
          Cancel
        </button>
        <span class="hint">Ctrl Enter keeps it. The same question gets this answer from then on.</span>
      </div>
    </form>
  );
}
