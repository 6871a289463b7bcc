import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

type Props = {
  label: string;
  hint?: string;
  /** The control; it must take the id. */
  children: (id: string) => ComponentChildren;
};

export function Field({ label, hint, children }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id)}
      {hint && <small>{hint}</small>}
    </div>
  );
}

export function entered(form: HTMLFormElement, name: string): string {
  return String(new FormData(form).get(name) ?? "");
}
