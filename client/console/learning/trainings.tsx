import type { TrainingView } from "../../../src/protocol/learning.ts";
import { useDesk } from "../parts/context.ts";
import { fullTime, waitingWords } from "../parts/time.tsx";
import { LossChart } from "./loss-chart.tsx";
import { short, TRAINING_WORDS } from "./words.ts";

type Props = { trainings: readonly TrainingView[]; onChanged: () => void };

/** By programs of the user's: `finetune -- tune`. */
export function Trainings({ trainings, onChanged }: Props) {
  return (
    <section class="section" aria-labelledby="trainings">
      <div>
        <h2 id="trainings">Trained by programs of yours</h2>
        <p class="hint">
          Started by <code>npm run finetune -- tune</code>.
        </p>
      </div>
      <div class="card">
        {trainings.map((training) => (
          <Training key={training.id} training={training} onChanged={onChanged} />
        ))}
      </div>
    </section>
  );
}

function Training({ training, onChanged }: { training: TrainingView; onChanged: () => void }) {
  const { id, dataset, command, startedAt, state, curve, artefact, reason } = training;
  const { words, badge } = TRAINING_WORDS[state];
  const losses = curve.filter((point) => point.loss !== null);
  return (
    <details class="job" open={state === "running"}>
      <summary>
        <span class="grow">
          <b class="version">{command.join(" ")}</b>
          <small> {fullTime(Date.parse(startedAt))}</small>
        </span>
        <span class={`badge ${badge}`}>{words}</span>
      </summary>
      <div class="job-inside">
        {state === "running" && <Progress training={training} onChanged={onChanged} />}
        {losses.length > 1 && <LossChart curve={curve} />}
        {reason && <p class="problem">{reason}</p>}
        <p class="hint">
          {id} · dataset {short(dataset)}
          {artefact && ` · ${artefact}`}
        </p>
      </div>
    </details>
  );
}

function Progress({
  training: { id, curve, secondsLeft },
  onChanged,
}: {
  training: TrainingView;
  onChanged: () => void;
}) {
  const desk = useDesk();
  const last = curve.at(-1);
  const cancel = async () => {
    const result = await desk.api.send("POST", `/learning/trainings/${encodeURIComponent(id)}/cancel`);
    desk.toasts.say(result.ok ? "It ends as soon as it looks." : result.error.message);
    onChanged();
  };
  return (
    <div class="job-progress">
      <progress aria-label="Steps" max={last?.steps ?? 1} value={last?.step ?? 0} />
      <small>
        {last ? `Step ${last.step} of ${last.steps}` : "No step yet"}
        {secondsLeft !== null && `, about ${waitingWords(secondsLeft)} left`}
      </small>
      {desk.may("manage-models") && (
        <button type="button" class="button danger" onClick={() => void cancel()}>
          Cancel
        </button>
      )}
    </div>
  );
}
