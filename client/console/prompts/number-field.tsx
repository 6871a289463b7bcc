import { Field } from "../enter/field.tsx";

type Props = {
  label: string;
  hint: string;
  /** null: as the settings say. */
  value: number | null;
  min: number;
  max: number;
  step?: number;
  onChange: (value: number | null) => void;
};

/** A number that may be left to the settings. */
export function NumberField({ label, hint, value, min, max, step = 1, onChange }: Props) {
  return (
    <Field label={label} hint={hint}>
      {(id) => (
        <input
          id={id}
          class="input short"
          type="number"
          min={min}
          max={max}
          step={step}
          placeholder="as the settings say"
          value={value ?? ""}
          onInput={({ currentTarget: { value: written } }) => onChange(written === "" ? null : Number(written))}
        />
      )}
    </Field>
  );
}
