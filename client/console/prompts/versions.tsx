import { useState } from "preact/hooks";
import type { PromptsView, PromptVersionHead } from "../../../src/protocol/prompts.ts";
import { Field } from "../enter/field.tsx";
import { useDesk } from "../parts/context.ts";
import { Dialog } from "../parts/dialog.tsx";
import { fullTime } from "../parts/time.tsx";
import { linkTo } from "../route.ts";
import { ReplayDialog } from "./replay-dialog.tsx";
import { useRollout } from "./rolling.ts";

type Props = { view: PromptsView; onChanged: () => void };

export function Versions({ view, onChanged }: Props) {
  const { live, canary } = view.serving;
  const alone = view.versions.length === 1;
  return (
    <section class="section" aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <div class="card">
        {view.versions.map((head) => (
          <Version
            key={head.version}
            head={head}
            view={view}
            state={head.version === live ? "live" : head.version === canary?.version ? "canary" : "kept"}
            onChanged={onChanged}
          />
        ))}
      </div>
      {alone && (
        <p class="hint">
          This is the version that ships with the product. Edit it, and what you save is kept here beside it; nothing is
          ever overwritten.
        </p>
      )}
    </section>
  );
}

type VersionProps = {
  head: PromptVersionHead;
  view: PromptsView;
  state: "live" | "canary" | "kept";
  onChanged: () => void;
};

function Version({ head: { version, author, note, createdAt }, view, state, onChanged }: VersionProps) {
  const desk = useDesk();
  const [open, setOpen] = useState<"publish" | "replay" | null>(null);
  const may = desk.may("manage-prompts");
  const close = () => setOpen(null);
  return (
    <div class="row">
      <div class="grow">
        <b class="version">{version}</b>
        <p dir="auto">
          <small>
            {note && `${note} · `}
            {author}
            {createdAt > 0 && `, ${fullTime(createdAt)}`}
          </small>
        </p>
      </div>
      {state === "live" && <span class="badge good">Live</span>}
      {state === "canary" && <span class="badge wait">Canary</span>}
      <div class="actions">
        <a
          class="button quiet"
          href={linkTo(["prompts", "edit", version])}
          aria-label={`${may ? "Edit" : "Look at"} ${version}`}
        >
          {may ? "Edit" : "Look"}
        </a>
        {state !== "live" && (
          <a
            class="button quiet"
            href={linkTo(["prompts", "compare", view.serving.live, version])}
            aria-label={`Compare ${version} with live`}
          >
            Compare
          </a>
        )}
        {state !== "live" && may && (
          <button type="button" class="button quiet" aria-label={`Replay ${version}`} onClick={() => setOpen("replay")}>
            Replay…
          </button>
        )}
        {state === "kept" && may && (
          <button type="button" class="button" aria-label={`Publish ${version}`} onClick={() => setOpen("publish")}>
            Publish…
          </button>
        )}
      </div>
      {open === "publish" && <PublishDialog version={version} onClose={close} onChanged={onChanged} />}
      {open === "replay" && (
        <ReplayDialog title={`Replay ${version}`} view={view} candidate={async () => version} onClose={close} />
      )}
    </div>
  );
}

type PublishProps = { version: string; onClose: () => void; onChanged: () => void };

const SHARES = [5, 10, 25, 50] as const;

/** For everybody, or for a share under the eyes of the guard. */
export function PublishDialog({ version, onClose, onChanged }: PublishProps) {
  const roll = useRollout(() => {
    onClose();
    onChanged();
  });
  const [share, setShare] = useState("10");
  const [reason, setReason] = useState("");
  return (
    <Dialog title={`Publish ${version}`} onClose={onClose}>
      <Field label="Reason" hint="For the history and the audit log.">
        {(id) => (
          <input
            id={id}
            class="input"
            value={reason}
            maxLength={500}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="choice">
        <div>
          <h3>Try it first</h3>
          <p class="hint">
            A share of conversations gets it; each stays on its side. It is taken back by itself when no-answers,
            answers without a source, thumbs down or requests for a person rise.
          </p>
        </div>
        <div class="actions">
          <select
            class="input"
            aria-label="Share of conversations"
            value={share}
            onChange={(event) => setShare(event.currentTarget.value)}
          >
            {SHARES.map((one) => (
              <option key={one} value={one}>
                {one} %
              </option>
            ))}
          </select>
          <button
            type="button"
            class="button primary"
            onClick={() => void roll({ action: "canary", version, share: Number(share) / 100, reason })}
          >
            Start the canary
          </button>
        </div>
      </div>
      <div class="choice">
        <div>
          <h3>Publish for everybody</h3>
          <p class="hint">New conversations at once, running ones from their next question. One click leads back.</p>
        </div>
        <button type="button" class="button" onClick={() => void roll({ action: "publish", version, reason })}>
          Publish now
        </button>
      </div>
    </Dialog>
  );
}
