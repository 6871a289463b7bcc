import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

type Props = {
  label: string;
  hint?: string;
  /** What is wrong with what stands in it. */
  problem?: string | null;
  /** The control; it must take the id, and what marks it as wrong where it can be. */
  children: (id: string, marked: Marked) => ComponentChildren;
};

type Marked = { "aria-invalid"?: true; "aria-describedby"?: string };

export function Field({ label, hint, problem, children }: Props) {
  const id = useId();
  const marked: Marked = problem ? { "aria-invalid": true, "aria-describedby": `${id}-problem` } : {};
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id, marked)}
      {problem && (
        <small class="wrong" id={`${id}-problem`}>
          {problem}
        </small>
      )}
      {hint && <small>{hint}</small>}
    </div>
  );
}

export function entered(form: HTMLFormElement, name: string): string {
  return String(new FormData(form).get(name) ?? "");
}
