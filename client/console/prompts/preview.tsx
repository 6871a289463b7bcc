import { useEffect, useState } from "preact/hooks";
import type { ComposedTurn, PromptSet } from "../../../src/protocol/prompts.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { useDesk } from "../parts/context.ts";
import { Empty } from "../parts/states.tsx";
import type { Result } from "../wire/api.ts";
import { PastQuestions, usePastQuestions } from "./past-questions.tsx";

/** A keystroke is not a pause. */
const SETTLED_MS = 400;

/** What a model would be sent for a past question, as the prompt is being edited. */
export function Preview({ content }: { content: PromptSet }) {
  const newest = usePastQuestions("");
  const [chosen, setChosen] = useState("");
  if (newest?.length === 0) {
    return (
      <Empty icon="open" title="No past question yet">
        Ask something in the chat, and see here what a model is sent for it.
      </Empty>
    );
  }
  return (
    <div class="preview">
      <PastQuestions chosen={chosen} onChoose={setChosen} />
      {chosen && <Composed answerId={chosen} content={content} />}
    </div>
  );
}

function Composed({ answerId, content }: { answerId: string; content: PromptSet }) {
  const { api } = useDesk();
  const [result, setResult] = useState<Result<ComposedTurn> | null>(null);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      const asked = { answerId, prompt: content };
      void api.send<ComposedTurn>("POST", "/prompt-composer", asked).then((next) => wanted && setResult(next));
    }, SETTLED_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [answerId, content]);

  if (!result) return null;
  if (!result.ok) return <p class="hint">{composeProblem(result.error)}</p>;
  const { question, messages, tokens } = result.value;
  return (
    <>
      <p dir="auto">
        <b>{question}</b>
      </p>
      <TokenBar tokens={tokens} />
      <Then turn={result.value} />
      {messages.map(({ role, content: text }, at) => (
        <details key={`${at}${role}`} class="message" open={at === messages.length - 1}>
          <summary>{ROLE_WORDS[role]}</summary>
          <pre dir="auto" {...SCROLLABLE}>
            {text}
          </pre>
        </details>
      ))}
    </>
  );
}

const ROLE_WORDS: Record<ComposedTurn["messages"][number]["role"], string> = {
  system: "System: the prompt",
  user: "User: what the customer and the documentation say",
  assistant: "Assistant: an earlier answer",
};

const composeProblem = ({ code, message }: { code: string; message: string }) =>
  code === "not-found"
    ? "Nothing is sent for this question: no passage was found for it, or none fits the tokens of the prompt."
    : message;

/** How this differs from what was sent when the question was asked. */
function Then({ turn: { recorded, passages } }: { turn: ComposedTurn }) {
  const moved = passages.changed + passages.gone > 0;
  return (
    <p class="hint">
      {recorded.same ? (
        "These are the very messages that were sent then."
      ) : recorded.version ? (
        <>
          Answered then under <span class="version">{recorded.version}</span>.
        </>
      ) : (
        "Answered then without a version."
      )}
      {moved && ` Since then ${passages.changed} of its passages have changed and ${passages.gone} are gone.`}
    </p>
  );
}

function TokenBar({ tokens }: { tokens: ComposedTurn["tokens"] }) {
  const parts = Object.entries(tokens).filter(([, count]) => count > 0);
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <div class="tokens">
      <p class="hint">{total.toLocaleString()} tokens are sent</p>
      <div class="token-bar" aria-hidden="true">
        {parts.map(([part, count], at) => (
          <span key={part} class={`shade-${at % 4}`} style={{ flexGrow: count }} title={`${part}: ${count}`} />
        ))}
      </div>
      <ul>
        {parts.map(([part, count]) => (
          <li key={part}>
            {part.replaceAll("-", " ")} <span class="figure">{count}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
