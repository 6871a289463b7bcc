import type { ComponentChildren } from "preact";
import type { TrainingView } from "../../../src/protocol/learning.ts";
import { useDesk } from "../parts/context.ts";
import { fullTime, waitingWords } from "../parts/time.tsx";
import { LossChart } from "./loss-chart.tsx";
import { short, TRAINING_WORDS } from "./words.ts";

type Props = { trainings: readonly TrainingView[]; onChanged: () => void };

/** Whoever trained: this machine, a program of the user's, a vendor. */
export function Trainings({ trainings, onChanged }: Props) {
  return (
    <section class="section" aria-labelledby="trainings">
      <div>
        <h2 id="trainings">Trainings, step by step</h2>
        <p class="hint">
          Of the embedded model, and those that <code>npm run finetune -- tune</code> started elsewhere.
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
  const { id, dataset, trainer, command, startedAt, state, seconds, seed, curve, cost, artefact, reason } = training;
  const { words, badge } = TRAINING_WORDS[state];
  const losses = curve.filter((point) => point.loss !== null);
  return (
    <details class="job" open={state === "running"}>
      <summary>
        <span class="grow">
          {trainer === "embedded" ? <b>Embedded model</b> : <b class="version">{command.join(" ")}</b>}
          <small> {fullTime(Date.parse(startedAt))}</small>
        </span>
        <span class={`badge ${badge}`}>{words}</span>
      </summary>
      <div class="job-inside">
        {state === "running" && <Progress training={training} onChanged={onChanged} />}
        {losses.length > 1 && <LossChart curve={curve} />}
        {reason && <p class="problem">{reason}</p>}
        <dl class="training-facts">
          <Fact name="Dataset">{short(dataset)}</Fact>
          <Fact name="Seed">{seed}</Fact>
          <Fact name="Took">{waitingWords(seconds)}</Fact>
          <Fact name="Cost">{costWords(cost)}</Fact>
          <Fact name="Training">{id}</Fact>
          {artefact && <Fact name="Artefact">{artefact}</Fact>}
        </dl>
      </div>
    </details>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function costWords(cost: TrainingView["cost"]): string {
  if (!cost) return "nothing";
  const paid = cost.amount === null ? "at an unknown price" : `${cost.amount} ${cost.currency}`;
  return `${cost.tokens.toLocaleString()} tokens, ${paid}`;
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
