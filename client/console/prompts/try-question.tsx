import { useId, useState } from "preact/hooks";
import type { PromptSet } from "../../../src/protocol/prompts.ts";
import type { PromptTrial } from "../../../src/protocol/replays.ts";
import { useDesk } from "../parts/context.ts";
import { Problem } from "../parts/states.tsx";
import type { Result } from "../wire/api.ts";
import { usePastQuestions } from "./past-questions.tsx";
import { SidesOf } from "./sides.tsx";

type Asked = { question: string; result: Result<PromptTrial> };

/** One question under the draft, beside what is live. Nothing is saved for it. */
export function TryQuestion({ content }: { content: PromptSet }) {
  const desk = useDesk();
  const list = useId();
  const newest = usePastQuestions("");
  const [question, setQuestion] = useState("");
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  if (!desk.may("manage-prompts")) return <p class="hint">Asking under a draft is for engineers and owners.</p>;

  async function ask() {
    setAsking(true);
    const result = await desk.api.send<PromptTrial>("POST", "/prompt-trials", { question, content });
    setAsked({ question, result });
    setAsking(false);
  }
  return (
    <div class="preview">
      <form
        class="ask-row"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <input
          class="input"
          aria-label="A customer's question"
          placeholder="Ask what a customer would ask"
          list={list}
          maxLength={2_000}
          value={question}
          onInput={(event) => setQuestion(event.currentTarget.value)}
        />
        <datalist id={list}>
          {(newest ?? []).map((one) => (
            <option key={one.answerId} value={one.question} />
          ))}
        </datalist>
        <button type="submit" class="button primary" disabled={asking || question.trim() === ""}>
          {asking ? "Asking…" : "Ask"}
        </button>
      </form>
      {!asked && <p class="hint">See the answer as you have it here, beside the live one. Nothing has to be saved.</p>}
      {asked && !asked.result.ok && <Problem failure={asked.result.error} />}
      {asked?.result.ok && (
        <article class="trial" aria-live="polite">
          <p dir="auto">
            <b>{asked.question}</b>
          </p>
          <SidesOf
            marked={false}
            result={asked.result.value}
            names={{ candidate: "As edited here", baseline: "Live now" }}
          />
          {asked.result.value.candidate.text === asked.result.value.baseline.text && (
            <p class="hint">Both say the same.</p>
          )}
        </article>
      )}
    </div>
  );
}
