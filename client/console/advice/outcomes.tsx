import type { IntentAdvice } from "../../../src/protocol/advice.ts";

/** How its turns were judged, in words; kinds that do not occur are left out. */
export function Outcomes({ outcomes }: Pick<IntentAdvice, "outcomes">) {
  const seen = Object.entries(outcomes).filter(([, count]) => count > 0);
  return <p class="hint">{seen.map(([outcome, count]) => `${count} ${outcome}`).join(" · ")}</p>;
}
