import { useEffect, useId, useRef } from "preact/hooks";
import { REASONS, type Reason } from "../../../src/protocol/review.ts";
import type { Written } from "../inbox/compose.ts";
import { useOnlyShortcuts } from "../parts/shortcuts.ts";
import { Correction } from "./correction.tsx";
import { REASON_WORDS } from "./words.ts";

export type Mode = "deciding" | "correcting" | "rejecting";

type Props = {
  mode: Mode;
  /** What a correction begins with. */
  start: Written;
  /** What the customer wanted, in the team's own words; may be empty. */
  intent: string;
  onMode: (mode: Mode) => void;
  onIntent: (intent: string) => void;
  onApprove: () => void;
  onCorrect: (written: Written) => void;
  onReject: (reason: Reason) => void;
  onSkip: () => void;
};

export function VerdictBar(props: Props) {
  const { mode, intent, onMode, onIntent, onApprove, onSkip } = props;
  const id = useId();
  return (
    <section class="verdicts" aria-label="Verdict">
      {mode === "correcting" && (
        <Correction
          key={props.start.text}
          start={props.start}
          onKeep={props.onCorrect}
          onCancel={() => onMode("deciding")}
        />
      )}
      {mode === "rejecting" && <Reasons onReject={props.onReject} onCancel={() => onMode("deciding")} />}
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

function Reasons({ onReject, onCancel }: { onReject: (reason: Reason) => void; onCancel: () => void }) {
  const box = useRef<HTMLFieldSetElement>(null);
  // A blank typed at the button that led here would press it again, and the letters behind it be shortcuts.
  useEffect(() => box.current?.focus(), []);
  useOnlyShortcuts({
    ...Object.fromEntries(REASONS.map((reason, at) => [String(at + 1), () => onReject(reason)])),
    Escape: onCancel,
  });
  return (
    <fieldset class="reasons" ref={box} tabIndex={-1}>
      <legend>Why?</legend>
      {REASONS.map((reason, at) => (
        <button key={reason} type="button" class="button" onClick={() => onReject(reason)}>
          {REASON_WORDS[reason]}
          <kbd>{at + 1}</kbd>
        </button>
      ))}
      <span class="hint">A number rejects, Escape goes back. Other keys rest.</span>
    </fieldset>
  );
}
