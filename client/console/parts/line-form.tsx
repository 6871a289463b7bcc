import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

type Props = {
  /** What the line is for; stands in it until something is written. */
  label: string;
  placeholder?: string;
  /** What the button says. */
  button: string;
  primary?: boolean;
  maxLength: number;
  /** The line may stay empty. */
  optional?: boolean;
  class?: string;
  /** Resolves to whether the line is done with and may be emptied. */
  onSubmit: (text: string) => Promise<boolean>;
  /** Another word was written. */
  onInput?: () => void;
  before?: ComponentChildren;
  children?: ComponentChildren;
};

/** One line and the button that sends it, once at a time. */
export function LineForm(props: Props) {
  const { label, placeholder = label, button, primary = false, maxLength, optional = false, onSubmit } = props;
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setBusy(true);
    const done = await onSubmit(text);
    setBusy(false);
    if (done) setText("");
  }

  return (
    <form class={props.class} onSubmit={submit}>
      {props.before}
      <label class="grow">
        <span class="visually-hidden">{label}</span>
        <input
          class="input"
          type="text"
          placeholder={placeholder}
          maxLength={maxLength}
          dir="auto"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            props.onInput?.();
          }}
        />
      </label>
      <button
        type="submit"
        class={primary ? "button primary" : "button"}
        disabled={busy || (!optional && text.trim() === "")}
      >
        {button}
      </button>
      {props.children}
    </form>
  );
}
