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
          {outcome === "answered" && <Origin route={answer.route} writer={answer.writer} />}
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

const ORIGINS = {
  documentation: "book",
  verified: "shield",
  tuned: "shield",
  prompted: "pen",
  combined: "pen",
} as const satisfies Record<string, IconName>;
type OriginName = keyof typeof ORIGINS;

/** Where the answer comes from, since a customer should know a quotation from a model's words, and whose model it is. */
function Origin({ route, writer }: Pick<AnswerEntry, "route" | "writer">) {
  const { phrases } = useWidget();
  const name = originOf(route, writer);
  if (!name) return null;
  return (
    <span class="origin">
      <Icon name={ORIGINS[name]} />
      {phrases[name]}
    </span>
  );
}

function originOf(route: AnswerEntry["route"], writer: AnswerEntry["writer"]): OriginName | null {
  if (route === "documentation" && writer) return "prompted";
  return route && route in ORIGINS ? (route as OriginName) : null;
}
