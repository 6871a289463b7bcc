import { PROMPT_SECTIONS } from "../../../src/protocol/prompt-parts.ts";
import type { ReplayHead, ReplayView } from "../../../src/protocol/replays.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { linkTo } from "../route.ts";
import type { EditorProps } from "./editor-page.tsx";
import { TECHNIQUES, type Technique } from "./techniques.ts";
import { points, VERDICT_WORDS } from "./words.ts";

/** @property onInsert is told what a version with it should be called, so that its effect is found again */
type Props = Pick<EditorProps, "change"> & { onInsert: (name: string) => void };

/** What helps with what, ready to be inserted, and what it did on this installation's own questions. */
export function CheatSheet({ change, onInsert }: Props) {
  const { value } = useLoad<{ replays: ReplayHead[] }>("/replays");
  const desk = useDesk();
  const insert = ({ id, section, template, name }: Technique) => {
    change((now) => {
      const before = now.sections[section].trimEnd();
      return {
        ...now,
        sections: { ...now.sections, [section]: before === "" ? template : `${before}\n\n${template}` },
      };
    });
    onInsert(id);
    desk.toasts.say(`${name} is added to ${PROMPT_SECTIONS[section]}, at its end.`);
  };
  return (
    <ul class="techniques">
      {TECHNIQUES.map((technique) => (
        <li key={technique.id}>
          <h2>{technique.name}</h2>
          <p>{technique.when}</p>
          <blockquote>{technique.template}</blockquote>
          <div class="actions">
            {desk.may("manage-prompts") && (
              <button type="button" class="button" onClick={() => insert(technique)}>
                <span>
                  Insert<span class="visually-hidden"> {technique.name}</span> into {PROMPT_SECTIONS[technique.section]}
                </span>
              </button>
            )}
            <Measured technique={technique} replays={value?.replays ?? []} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The newest replay of a version that is named after the technique. */
function Measured({ technique: { id }, replays }: { technique: Technique; replays: readonly ReplayHead[] }) {
  const found = replays.find(({ candidate, state }) => state === "done" && candidate.split("@")[0]!.includes(id));
  if (found) return <Effect replayId={found.replayId} />;
  return (
    <small class="hint">
      Not measured here yet: insert it, save the version as <code>{id}</code> and replay it.
    </small>
  );
}

function Effect({ replayId }: { replayId: string }) {
  const { value } = useLoad<ReplayView>(`/replays/${encodeURIComponent(replayId)}`);
  const checks = value?.summary?.checks;
  if (!checks) return null;
  return (
    <a href={linkTo(["prompts", "replay", replayId])}>
      Measured here: {VERDICT_WORDS[checks.verdict].words.toLowerCase()} ({points(checks.difference)} points)
    </a>
  );
}
