import { useState } from "preact/hooks";
import type { IntentModel, MeasuredIntent, ModelsView, UntrainedIntent } from "../../../src/protocol/learning.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { fullTime } from "../parts/time.tsx";
import { linkTo } from "../route.ts";
import { Measured } from "./measured.tsx";
import { RollbackDialog, ShareDialog } from "./roll-dialogs.tsx";
import { percent, short } from "./words.ts";

export function ModelsPart() {
  const { value, failure, reload } = useLoad<ModelsView>("/learning/models");
  if (failure) return <Problem failure={failure} />;
  if (!value) return <Skeletons />;
  if (value.intents.length === 0) {
    return (
      <>
        <Empty icon="model" title="The documentation answers everything">
          No model was trained yet. Approve and label answers under <a href="#/review">Review</a>, then choose{" "}
          <a href={linkTo(["learning", "runs"])}>Train now</a>.
        </Empty>
        <Untrained intents={value.untrained} />
      </>
    );
  }
  const served = value.intents.filter(({ serving }) => serving);
  const others = value.intents.filter(({ serving }) => !serving);
  return (
    <>
      <Group id="served" title="Served by a model" intents={served} onChanged={reload}>
        None. The documentation answers everything.
      </Group>
      <Group id="documented" title="Served by the documentation" intents={others} onChanged={reload}>
        Every intent that the newest model knows is served by a model.
      </Group>
      <Untrained intents={value.untrained} />
    </>
  );
}

/** Labelled, and not in the lists above: whoever looks for one finds what it lacks. */
function Untrained({ intents }: { intents: readonly UntrainedIntent[] }) {
  if (intents.length === 0) return null;
  return (
    <section class="section" aria-labelledby="untrained">
      <h2 id="untrained">
        Not trained <span class="figure count-after">{intents.length}</span>
      </h2>
      <p class="hint">
        The documentation answers these. Training takes one in once it lacks nothing: approve its answers under{" "}
        <a href="#/review">Review</a>.
      </p>
      <ul class="card">
        {intents.map(({ intent, reason }) => (
          <li key={intent} class="row">
            <div class="grow">
              <b dir="auto">{intent}</b>
              <p>
                <small dir="auto">{reason}</small>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

type GroupProps = {
  id: string;
  title: string;
  intents: readonly IntentModel[];
  onChanged: () => void;
  children: string;
};

function Group({ id, title, intents, onChanged, children }: GroupProps) {
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>
        {title} <span class="figure count-after">{intents.length}</span>
      </h2>
      {intents.length === 0 && <p class="card padded hint">{children}</p>}
      {intents.length > 0 && (
        <ul class="card">
          {intents.map((one) => (
            <Intent key={one.intent} of={one} onChanged={onChanged} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Intent({ of, onChanged }: { of: IntentModel; onChanged: () => void }) {
  const { intent, serving, earned, candidate, takenBack } = of;
  return (
    <li class="row intent-model">
      <div class="grow">
        <b dir="auto">{intent}</b>
        {serving && (
          <p>
            <small>
              <span class="version" title={serving.model}>
                {short(serving.model)}
              </span>
              {earned ? "" : ` · ${serving.reason}`}
              {serving.previous &&
                ` · ${serving.share < 1 ? "the other conversations" : "before"}: ${short(serving.previous)}`}
            </small>
          </p>
        )}
        {takenBack && <TakenBack of={takenBack} />}
        {earned && <Measured of={earned} />}
        {candidate && <Measured of={candidate} title={`Newest model ${short(candidate.model)}`} />}
      </div>
      {serving && (
        <span class={serving.share < 1 ? "badge wait" : "badge good"}>
          {serving.share < 1 ? `Canary, ${percent(serving.share)}` : "Live"}
        </span>
      )}
      <Actions of={of} onChanged={onChanged} />
    </li>
  );
}

function TakenBack({ of: { model, at, by, reason } }: { of: NonNullable<IntentModel["takenBack"]> }) {
  return (
    <p>
      <small>
        <span class="badge wait">Taken back</span>{" "}
        <span class="version" title={model}>
          {short(model)}
        </span>
        {", "}
        <time dateTime={at}>{fullTime(Date.parse(at))}</time>
        {`, by ${by}: ${reason}. Training does not bring it back; promoting it does.`}
      </small>
    </p>
  );
}

type Open = { dialog: "rollback" } | { dialog: "share"; model: string };

/** Offered to those who may, and only what the gate allows. */
function Actions({ of, onChanged }: { of: IntentModel; onChanged: () => void }) {
  const desk = useDesk();
  const [open, setOpen] = useState<Open | null>(null);
  const { intent, serving } = of;
  const promotable: MeasuredIntent | null = of.candidate?.decision === "promoted" ? of.candidate : null;
  if (!desk.may("manage-models")) return null;

  const close = () => setOpen(null);
  return (
    <div class="actions">
      {promotable && (
        <button
          type="button"
          class="button"
          aria-label={`Promote ${intent}`}
          onClick={() => setOpen({ dialog: "share", model: promotable.model })}
        >
          Promote…
        </button>
      )}
      {serving && (
        <>
          <button
            type="button"
            class="button"
            aria-label={`Share of ${intent}`}
            onClick={() => setOpen({ dialog: "share", model: serving.model })}
          >
            Share…
          </button>
          <button
            type="button"
            class="button danger"
            aria-label={`Roll back ${intent}`}
            onClick={() => setOpen({ dialog: "rollback" })}
          >
            Roll back…
          </button>
        </>
      )}
      {open?.dialog === "share" && <ShareDialog of={of} model={open.model} onClose={close} onChanged={onChanged} />}
      {open?.dialog === "rollback" && <RollbackDialog of={of} onClose={close} onChanged={onChanged} />}
    </div>
  );
}
