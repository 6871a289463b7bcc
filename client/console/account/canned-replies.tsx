import { useState } from "preact/hooks";
import type { CannedReply } from "../../../src/protocol/staff-http.ts";
import { entered, Field } from "../enter/field.tsx";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Problem } from "../parts/states.tsx";
import type { Failure } from "../wire/api.ts";

/** Replies that the whole team shares; each opens with its shortcut. */
export function CannedReplies() {
  const desk = useDesk();
  const { value, failure, reload } = useLoad<{ replies: CannedReply[] }>("/canned-replies");
  const editable = desk.may("edit-canned-replies");
  async function drop({ shortcut, text }: CannedReply) {
    const path = `/canned-replies/${encodeURIComponent(shortcut)}`;
    const result = await desk.api.send("DELETE", path);
    if (!result.ok) return desk.toasts.say(result.error.message);
    desk.toasts.say(`/${shortcut} is gone.`, () => void desk.api.send("PUT", path, { text }).then(reload));
    reload();
  }

  return (
    <section class="section">
      <h2>Canned replies</h2>
      {failure && <Problem failure={failure} />}
      <div class="card">
        {value?.replies.map((reply) => (
          <div key={reply.shortcut} class="row">
            <div class="grow">
              <b>/{reply.shortcut}</b>
              <p dir="auto">
                <small>{reply.text}</small>
              </p>
            </div>
            {editable && (
              <button
                type="button"
                class="button danger"
                aria-label={`Delete /${reply.shortcut}`}
                onClick={() => void drop(reply)}
              >
                Delete
              </button>
            )}
          </div>
        ))}
        {editable && (
          <details class="disclosure">
            <summary>Add a reply</summary>
            <NewReply onKept={reload} />
          </details>
        )}
      </div>
    </section>
  );
}

function NewReply({ onKept }: { onKept: () => void }) {
  const desk = useDesk();
  const [failure, setFailure] = useState<Failure | null>(null);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const path = `/canned-replies/${encodeURIComponent(entered(form, "shortcut"))}`;
    const result = await desk.api.send("PUT", path, { text: entered(form, "text") });
    setFailure(result.ok ? null : result.error);
    if (!result.ok) return;
    form.reset();
    onKept();
  }

  return (
    <form class="form row-form" onSubmit={submit}>
      {failure && <Problem failure={failure} />}
      <Field label="Shortcut" hint="A word; type it after a slash.">
        {(id) => <input id={id} class="input" name="shortcut" maxLength={40} required />}
      </Field>
      <Field label="Text" hint="{customer}, {agent} and {page} are filled in.">
        {(id) => <textarea id={id} class="input" name="text" rows={3} maxLength={8_000} required />}
      </Field>
      <div class="actions">
        <button type="submit" class="button">
          Keep
        </button>
      </div>
    </form>
  );
}
