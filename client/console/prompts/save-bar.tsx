import { useState } from "preact/hooks";
import type { PromptsView, PromptVersion } from "../../../src/protocol/prompts.ts";
import { Field } from "../enter/field.tsx";
import { useDesk } from "../parts/context.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Problem } from "../parts/states.tsx";
import type { Failure } from "../wire/api.ts";
import { type Draft, forgetDraft } from "./draft.ts";
import { ReplayDialog } from "./replay-dialog.tsx";
import { versionName } from "./version-name.ts";
import { PublishDialog } from "./versions.tsx";

type Props = { base: PromptVersion; draft: Draft; view: PromptsView; suggested: string };
type Next = { step: "saved" | "publish"; version: string } | { step: "replay"; version: string | null };

/** Keeps the version, and leads on: to a replay, or to its publication. */
export function SaveBar({ base, draft: { content, changed, discard }, view, suggested }: Props) {
  const desk = useDesk();
  const [typed, setTyped] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [next, setNext] = useState<Next | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const name = versionName(typed ?? suggested);

  async function save(): Promise<string | null> {
    const result = await desk.api.send<{ version: string }>("POST", "/prompts", { name, note, content });
    setFailure(result.ok ? null : result.error);
    if (!result.ok) return null;
    forgetDraft(base.version);
    return result.value.version;
  }
  async function keep() {
    const version = await save();
    if (version) setNext({ step: "saved", version });
  }
  const blocked = changed.length === 0 || name === "";
  return (
    <section class="save-bar" aria-label="Save">
      {failure && <Problem failure={failure} />}
      <p class="save-state" role="status">
        {changed.length === 0 ? "Nothing is changed yet." : `Changed: ${changed.join(", ")}.`}
      </p>
      <div class="save-fields">
        <Field label="Name of the version" {...(typed && name !== typed && { hint: `Kept as ${name || "…"}` })}>
          {(id) => (
            <input
              id={id}
              class="input"
              value={typed ?? suggested}
              maxLength={40}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label="What changed, and why">
          {(id) => (
            <input
              id={id}
              class="input"
              value={note}
              maxLength={500}
              onInput={(event) => setNote(event.currentTarget.value)}
            />
          )}
        </Field>
        <div class="actions">
          {changed.length > 0 && (
            <button type="button" class="button quiet" onClick={discard}>
              Discard
            </button>
          )}
          <button type="button" class="button" disabled={blocked} onClick={() => void keep()}>
            Save version
          </button>
          <button
            type="button"
            class="button primary"
            disabled={blocked}
            onClick={() => setNext({ step: "replay", version: null })}
          >
            Save and replay…
          </button>
        </div>
      </div>
      {next && <WhatNext next={next} view={view} save={save} onNext={setNext} />}
    </section>
  );
}

type WhatNextProps = {
  next: Next;
  view: PromptsView;
  save: () => Promise<string | null>;
  onNext: (next: Next | null) => void;
};

function WhatNext({ next, view, save, onNext }: WhatNextProps) {
  const desk = useDesk();
  const toVersions = () => desk.go("#/prompts");
  const { step, version } = next;
  if (step === "replay") {
    return (
      <ReplayDialog
        title={version ? `Replay ${version}` : "Save and replay"}
        view={view}
        candidate={version ? async () => version : save}
        onClose={() => onNext(null)}
      />
    );
  }
  if (step === "publish") return <PublishDialog version={version} onClose={toVersions} onChanged={toVersions} />;
  return (
    <Dialog title={`Saved as ${version}`} onClose={toVersions}>
      <p class="hint">Customers still get the live version. What would you like to do with this one?</p>
      <div class="choice">
        <div>
          <h3>Replay it on past questions</h3>
          <p class="hint">See both answers side by side, and whether it is better.</p>
        </div>
        <button type="button" class="button primary" onClick={() => onNext({ step: "replay", version })}>
          Replay…
        </button>
      </div>
      <div class="choice">
        <div>
          <h3>Publish it</h3>
          <p class="hint">For a share of conversations, or for everybody. One click leads back.</p>
        </div>
        <button type="button" class="button" onClick={() => onNext({ step: "publish", version })}>
          Publish…
        </button>
      </div>
      <div class="actions">
        <button type="button" class="button quiet" onClick={toVersions}>
          Later: show all versions
        </button>
      </div>
    </Dialog>
  );
}
