import { useEffect, useState } from "preact/hooks";
import type { ComposedTurn, PromptSet } from "../../../src/protocol/prompts.ts";
import type { Page, SearchHit } from "../../../src/protocol/staff-http.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Empty } from "../parts/states.tsx";
import type { Result } from "../wire/api.ts";

/** A keystroke is not a pause. */
const SETTLED_MS = 400;

/** What a model would be sent for a past question, as the prompt is being edited. */
export function Preview({ content }: { content: PromptSet }) {
  const recent = useLoad<Page<SearchHit>>("/search?rows=answers&route=documentation");
  const [chosen, setChosen] = useState("");
  const hits = recent.value?.items.slice(0, 30) ?? [];
  const answerId = chosen || hits[0]?.messageId;
  if (recent.value && !answerId) {
    return (
      <Empty icon="open" title="No past question yet">
        Ask something in the chat, and see here what a model is sent for it.
      </Empty>
    );
  }
  return (
    <div class="preview">
      <select
        class="input"
        aria-label="Past question"
        value={answerId}
        onChange={(event) => setChosen(event.currentTarget.value)}
      >
        {hits.map(({ messageId, excerpt }) => (
          <option key={messageId} value={messageId}>
            {excerpt.replaceAll("**", "").slice(0, 80)}
          </option>
        ))}
      </select>
      {answerId && <Composed answerId={answerId} content={content} />}
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
  if (!result.ok)
    return (
      <p class="hint">{result.error.code === "not-found" ? "This turn needed no passage." : result.error.message}</p>
    );
  const { question, messages, tokens, passages } = result.value;
  const total = Object.values(tokens).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <p dir="auto">
        <b>{question}</b>
      </p>
      <TokenBar tokens={tokens} total={total} />
      {(passages.changed > 0 || passages.gone > 0) && (
        <p class="hint">
          Since then {passages.changed} of its passages have changed and {passages.gone} are gone.
        </p>
      )}
      {messages.map(({ role, content: text }, at) => (
        <details key={`${at}${role}`} class="message" open={at === messages.length - 1}>
          <summary>{role}</summary>
          <pre dir="auto" {...SCROLLABLE}>
            {text}
          </pre>
        </details>
      ))}
    </>
  );
}

function TokenBar({ tokens, total }: { tokens: ComposedTurn["tokens"]; total: number }) {
  const parts = Object.entries(tokens).filter(([, count]) => count > 0);
  return (
    <div class="tokens">
      <p class="hint">{total} tokens</p>
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
