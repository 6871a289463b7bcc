import { useId } from "preact/hooks";
import { REASONS, type Reason } from "../../../src/protocol/review.ts";
import type { Written } from "../inbox/compose.ts";
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
