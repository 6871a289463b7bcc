import type { Route } from "../../../src/protocol/conversation.ts";
import type { AnswerEntry } from "../conversation.ts";
import type { Verdict } from "../memory.ts";
import { CitedText } from "./cited-text.tsx";
import { useWidget } from "./context.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Rating } from "./rating.tsx";

type Props = { answer: AnswerEntry; verdict: Verdict | undefined; question: string | undefined };

export function Answer({ answer, verdict, question }: Props) {
  const { phrases } = useWidget();
  const { citations, outcome, text } = answer;

  return (
    <div class="answer" aria-busy={outcome === null}>
      {outcome === "failed" ? (
        <Failure question={question} />
      ) : (
        <CitedText text={text} citations={citations} streaming={outcome === null}>
          {outcome === "stopped" && <p class="aside">{phrases.stopped}</p>}
        </CitedText>
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
