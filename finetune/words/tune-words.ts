import type { Run } from "../runs.ts";
import type { TrainingOffer } from "../train/training-offer.ts";
import type { Training } from "../train/trainings.ts";

/** What became of a training elsewhere, for a person; what it would cost was said before. */
export function tuneWords(tuned: Training | TrainingOffer): string {
  if (!("id" in tuned)) return "Nothing was sent. Next: the same command with --send";
  const { id, seconds, dataset, artefact, trainer } = tuned;
  const place = trainer === "openai-compatible" ? "" : " --url URL --name NAME, once a server serves it";
  return [
    `Training ${id}: trained in ${Math.round(seconds)} s on dataset ${dataset}`,
    `What it made: ${artefact}`,
    `Next: npm run finetune -- candidate --training ${id}${place}`,
  ].join("\n");
}

/** What may be evaluated now, for a person. */
export const candidateWords = ({ model, server }: Pick<Run, "model" | "server">): string =>
  [
    `Candidate ${model}${server ? `: ${server.name} at ${server.url}` : ""}`,
    "It stands behind a classifier that turns away what it has not learnt.",
    "Next: npm run finetune -- evaluate",
  ].join("\n");
