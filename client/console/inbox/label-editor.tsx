import { useId, useState } from "preact/hooks";
import type { ConversationView } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { Icon } from "../parts/icon.tsx";
import { useLoad } from "../parts/load.ts";

export function LabelEditor({ view: { conversationId, labels } }: { view: ConversationView }) {
  const desk = useDesk();
  const [text, setText] = useState("");
  const { value } = useLoad<{ labels: string[] }>("/labels");
  const id = useId();
  const editable = desk.may("label");
  const keep = (next: string[]) => desk.emit("label", { conversationId, labels: next });

  async function add(event: SubmitEvent) {
    event.preventDefault();
    const label = text.trim();
    if (!label || labels.includes(label)) return setText("");
    if (await keep([...labels, label])) setText("");
  }

  if (!editable && labels.length === 0) return null;
  return (
    <section class="context-section">
      <h3>Labels</h3>
      <ul class="labels">
        {labels.map((label) => (
          <li key={label} class="badge" dir="auto">
            {label}
            {editable && (
              <button
                type="button"
                aria-label={`Remove label ${label}`}
                onClick={() => void keep(labels.filter((one) => one !== label))}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {editable && (
        <form onSubmit={add}>
          <input
            class="input"
            aria-label="Add a label"
            placeholder="Add a label…"
            maxLength={40}
            list={id}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <datalist id={id}>
            {value?.labels.map((label) => (
              <option key={label} value={label} />
            ))}
          </datalist>
        </form>
      )}
    </section>
  );
}
