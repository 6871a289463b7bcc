import type { AccuracyView } from "../../../src/protocol/review.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";

/** Only turns drawn by chance say how good the bot is; the others are in the queue because something is off. */
export function Accuracy() {
  const desk = useDesk();
  return desk.may("read-insights") ? <Share /> : null;
}

function Share() {
  const { value } = useLoad<AccuracyView>("/accuracy");
  if (!value || value.share === null) return null;
  return (
    <p class="accuracy">
      <b class="figure">{percent(value.share)}</b>
      <span>
        of {value.reviewed === 1 ? "1 answer" : `${value.reviewed} answers`} drawn by chance{" "}
        {value.reviewed === 1 ? "was" : "were"} right ({percent(value.low)} to {percent(value.high)})
      </span>
    </p>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
