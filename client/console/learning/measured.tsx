import type { MeasuredIntent } from "../../../src/protocol/learning.ts";
import { intervalWords, percent } from "./words.ts";

/** Before and after as two marks on one line, and the same in words. */
export function Measured({ of, title }: { of: MeasuredIntent; title?: string }) {
  const { before, after, interval, reason, rows, decision } = of;
  const [from, until] = before <= after ? [before, after] : [after, before];
  return (
    <div class="measured">
      <div class={after >= before ? "gain" : "gain loss"} aria-hidden="true">
        <span style={{ insetInlineStart: `${from * 100}%`, width: `${(until - from) * 100}%` }} />
        <i class="was" style={{ insetInlineStart: `${before * 100}%` }} />
        <i class="is" style={{ insetInlineStart: `${after * 100}%` }} />
      </div>
      <p>
        <small>
          {title && (
            <>
              <b>{title}</b>{" "}
            </>
          )}
          <span class="figure">
            {percent(before)} → {percent(after)}
          </span>{" "}
          right of {rows} held-out questions (90 %: {intervalWords(interval)}).{" "}
          {decision === "promoted" ? "Passed: " : "Kept back: "}
          {reason}.
        </small>
      </p>
    </div>
  );
}
