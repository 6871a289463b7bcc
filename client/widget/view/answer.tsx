import { useRef, useState } from "preact/hooks";
import type { Route } from "../../../src/protocol/conversation.ts";
import type { AnswerEntry } from "../conversation.ts";
import { fill } from "../languages/phrases.ts";
import type { Verdict } from "../memory.ts";
import { useWidget } from "./context.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Markdown } from "./markdown.tsx";
import { Rating } from "./rating.tsx";
import { Sources } from "./sources.tsx";

type Props = { answer: AnswerEntry; verdict: Verdict | undefined; question: string | undefined };

export function Answer({ answer, verdict, question }: Props) {
  const { phrases } = useWidget();
  const [unfolded, setUnfolded] = useState<number | null>(null);
  const sources = useRef<HTMLDivElement>(null);
  const { citations, outcome, text } = answer;

  const showSource = (marker: number) => {
    setUnfolded(marker);
    sources.current?.querySelector<HTMLElement>(`[data-marker="${marker}"]`)?.focus();
  };

  const citation = (marker: number) => {
    const cited = citations.find((one) => one.marker === marker);
    if (!cited) return outcome === null ? null : `[${marker}]`;
    return (
      <button
        type="button"
        class="marker"
        aria-label={fill(phrases.source, { n: marker, title: cited.title })}
        onClick={() => showSource(marker)}
      >
        {marker}
      </button>
    );
  };

  return (
    <div class="answer" aria-busy={outcome === null}>
      {outcome === "failed" ? (
        <Failure question={question} />
      ) : (
        <div class={outcome === null ? "prose streaming" : "prose"}>
          <Markdown text={text} streaming={outcome === null} citation={citation} />
        </div>
      )}
      {outcome === "stopped" && <p class="aside">{phrases.stopped}</p>}
      {citations.length > 0 && (
        <div ref={sources}>
          <Sources citations={citations} unfolded={unfolded} onToggle={setUnfolded} />
        </div>
      )}
      {outcome && outcome !== "failed" && (
        <div class="foot">
          {outcome === "answered" && <Origin route={answer.route} />}
          {answer.route !== "small-talk" && <Rating messageId={answer.id} verdict={verdict} />}
        </div>
      )}
    </div>
  );
}

/** The server's own words for a failure are in one language only. */
function Failure({ question }: { question: string | undefined }) {
  const { chat, phrases } = useWidget();
  return (
    <div class="failure">
      <p>{phrases.failed}</p>
      {question && (
        <button type="button" class="quiet" onClick={() => chat.ask(question)}>
          <Icon name="again" />
          {phrases.again}
        </button>
      )}
    </div>
  );
}

const ORIGINS: Partial<Record<Route, IconName>> = {
  documentation: "book",
  verified: "shield",
  tuned: "pen",
  combined: "pen",
};

/** Where the answer comes from, since a customer should know a quotation from a model's words. */
function Origin({ route }: { route: Route | null }) {
  const { phrases } = useWidget();
  const icon = route && ORIGINS[route];
  if (!icon) return null;
  return (
    <span class="origin">
      <Icon name={icon} />
      {phrases[route as "documentation" | "verified" | "tuned" | "combined"]}
    </span>
  );
}
