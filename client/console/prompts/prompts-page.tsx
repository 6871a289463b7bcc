import "../style/prompts.css";
import type { PromptsView } from "../../../src/protocol/prompts.ts";
import type { ReplayHead } from "../../../src/protocol/replays.ts";
import { useDesk } from "../parts/context.ts";
import type { PageProps } from "../parts/lazy.tsx";
import { useLoad } from "../parts/load.ts";
import { Problem, Skeletons } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import { ComparePage } from "./compare-page.tsx";
import { EditorPage } from "./editor-page.tsx";
import { History } from "./history.tsx";
import { ReplayList } from "./replay-list.tsx";
import { ReplayPage } from "./replay-page.tsx";
import { Serving } from "./serving.tsx";
import { Versions } from "./versions.tsx";

/** `#/prompts`, and below it what is edited, compared or replayed. */
export default function PromptsPage({ path: [part, one, other] }: PageProps) {
  if (part === "edit" && one) return <EditorPage key={one} version={one} />;
  if (part === "compare" && one && other) return <ComparePage before={one} after={other} />;
  if (part === "replay" && one) return <ReplayPage replayId={one} />;
  return <Overview />;
}

function Overview() {
  const may = useDesk().may("manage-prompts");
  const { value, failure, reload } = useLoad<PromptsView>("/prompts");
  const replays = useLoad<{ replays: ReplayHead[] }>("/replays");
  return (
    <div class="page">
      <div class="page-inside">
        <header class="page-head">
          <div>
            <h1>Prompts</h1>
            <p>Everything that decides an answer without training. What you publish answers the very next question.</p>
          </div>
          {value && (
            <a class={may ? "button primary" : "button"} href={linkTo(["prompts", "edit", value.serving.live])}>
              {may ? "Edit the live version" : "Look at the live version"}
            </a>
          )}
        </header>
        {failure && <Problem failure={failure} />}
        {!value && !failure && <Skeletons />}
        {value && (
          <>
            {value.model === null && (
              <p class="notice">
                No model is configured, so answers are quoted. Search, caution, synonyms, length of quotations and the
                bot's own words still take effect; sections are for later.
              </p>
            )}
            <Steps />
            <Serving view={value} onChanged={reload} />
            <Versions view={value} onChanged={reload} />
            <ReplayList replays={replays.value?.replays ?? []} />
            <History entries={value.history} />
          </>
        )}
      </div>
    </div>
  );
}

/** How a change reaches customers. */
function Steps() {
  return (
    <ol class="steps">
      <li>
        <b>Edit</b> any version, and ask it a question while you write.
      </li>
      <li>
        <b>Replay</b> it on past questions: is it better, worse, or can nobody tell yet?
      </li>
      <li>
        <b>Publish</b> it for a share of conversations or for everybody. One click leads back.
      </li>
    </ol>
  );
}
