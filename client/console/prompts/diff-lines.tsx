import type { DiffLine } from "../../../src/protocol/prompts.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";

const SIGNS = { same: " ", added: "+", removed: "−" };
const SPOKEN = { same: "", added: "Added: ", removed: "Removed: " };

/** Lines as they were and are; the sign says which, so that colour is not alone. */
export function DiffLines({ lines }: { lines: readonly DiffLine[] }) {
  return (
    <div class="diff" dir="auto" {...SCROLLABLE}>
      {lines.map(({ kind, text }, at) => (
        <div key={`${at}${kind}`} class={`diff-line ${kind}`}>
          <span aria-hidden="true">{SIGNS[kind]}</span>
          <code>
            {SPOKEN[kind] && <span class="visually-hidden">{SPOKEN[kind]}</span>}
            {text}
          </code>
        </div>
      ))}
    </div>
  );
}
