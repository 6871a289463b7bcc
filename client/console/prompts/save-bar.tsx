import { useState } from "preact/hooks";
import type { PromptSet, PromptVersion } from "../../../src/protocol/prompts.ts";
import type { StartReplay } from "../../../src/protocol/replays.ts";
import { useDesk } from "../parts/context.ts";
import { Problem } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import type { Failure } from "../wire/api.ts";

const REPLAYED = 50;

type Props = { base: PromptVersion; content: PromptSet };

/** Keeps the version, and asks past questions under it. */
export function SaveBar({ base, content }: Props) {
  const desk = useDesk();
  const [name, setName] = useState(base.name);
  const [note, setNote] = useState("");
  const [from, setFrom] = useState<"last" | "reviewed">("last");
  const [judge, setJudge] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (!desk.may("manage-prompts")) return null;

  async function save(): Promise<string | null> {
    const result = await desk.api.send<{ version: string }>("POST", "/prompts", { name, note, content });
    setFailure(result.ok ? null : result.error);
    return result.ok ? result.value.version : null;
  }
  async function keep() {
    const version = await save();
    if (!version) return;
    desk.toasts.say(`Saved as ${version}.`);
    desk.go("#/prompts");
  }
  async function replay() {
    const version = await save();
    if (!version) return;
    const asked: StartReplay = { candidate: version, questions: { from, count: REPLAYED }, judge };
    const started = await desk.api.send<{ replayId: string }>("POST", "/replays", asked);
    setFailure(started.ok ? null : started.error);
    if (started.ok) desk.go(linkTo(["prompts", "replay", started.value.replayId]));
  }

  return (
    <div class="save-bar">
      {failure && <Problem failure={failure} />}
      <div class="actions">
        <input
          class="input short"
          aria-label="Name of the version"
          value={name}
          maxLength={40}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <input
          class="input grow"
          aria-label="Note"
          placeholder="What changed, and why"
          value={note}
          maxLength={500}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <button type="button" class="button" onClick={() => void keep()}>
          Save version
        </button>
      </div>
      <div class="actions">
        <span class="hint">Replay {REPLAYED}</span>
        <select
          class="input"
          aria-label="Questions to replay"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value as "last" | "reviewed")}
        >
          <option value="last">newest questions</option>
          <option value="reviewed">reviewed questions</option>
        </select>
        <label class="tick">
          <input type="checkbox" checked={judge} onChange={(event) => setJudge(event.currentTarget.checked)} /> with a
          judge
        </label>
        <button type="button" class="button primary" onClick={() => void replay()}>
          Save and replay
        </button>
      </div>
    </div>
  );
}
