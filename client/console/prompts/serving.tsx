import type { GuardSignal, PromptsView } from "../../../src/protocol/prompts.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { useDesk } from "../parts/context.ts";
import { fullTime } from "../parts/time.tsx";
import { linkTo } from "../route.ts";
import { useRollout } from "./rolling.ts";
import { percent } from "./words.ts";

type Props = { view: PromptsView; onChanged: () => void };

/** What answers now, what is being tried, and the way back. */
export function Serving({ view: { serving, signals }, onChanged }: Props) {
  const desk = useDesk();
  const roll = useRollout(onChanged);
  const { live, previous, canary } = serving;
  const may = desk.may("manage-prompts");
  return (
    <section class="section" aria-labelledby="serving">
      <h2 id="serving">What serves</h2>
      <div class="card">
        <div class="row">
          <div class="grow">
            <b class="version">{live}</b>
            <p>
              <small>{canary ? `${percent(1 - canary.share)} of conversations` : "Every conversation"}</small>
            </p>
          </div>
          <span class="badge good">Live</span>
          {may && !canary && previous && (
            <button type="button" class="button danger" onClick={() => void roll({ action: "rollback", reason: "" })}>
              Go back to {previous}
            </button>
          )}
        </div>
        {canary && (
          <div class="row">
            <div class="grow">
              <b class="version">{canary.version}</b>
              <p>
                <small>
                  {percent(canary.share)} of conversations since {fullTime(canary.since)}. The guard takes it back when
                  harm rises beyond chance.
                </small>
              </p>
            </div>
            <span class="badge wait">Canary</span>
            <a class="button" href={linkTo(["prompts", "compare", live, canary.version])}>
              Compare
            </a>
            {may && (
              <>
                <button
                  type="button"
                  class="button"
                  onClick={() => void roll({ action: "publish", version: canary.version, reason: "" })}
                >
                  Publish for everybody
                </button>
                <button
                  type="button"
                  class="button danger"
                  onClick={() => void roll({ action: "rollback", reason: "" })}
                >
                  Take back
                </button>
              </>
            )}
          </div>
        )}
        {signals.length > 0 && <Signals signals={signals} />}
      </div>
    </section>
  );
}

function Signals({ signals }: { signals: readonly GuardSignal[] }) {
  return (
    <div class="table-scroll" {...SCROLLABLE}>
      <table class="grid-table">
        <caption class="visually-hidden">What the guard watches</caption>
        <thead>
          <tr>
            <th scope="col">Signal of harm</th>
            <th scope="col" class="number">
              Canary
            </th>
            <th scope="col" class="number">
              Others
            </th>
          </tr>
        </thead>
        <tbody>
          {signals.map(({ name, canary, baseline }) => (
            <tr key={name}>
              <th scope="row">{name.charAt(0).toUpperCase() + name.slice(1)}</th>
              <td class="number">{share(canary)}</td>
              <td class="number">{share(baseline)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function share({ answers, seen }: GuardSignal["canary"]): string {
  return answers === 0 ? "no answers yet" : `${seen} of ${answers} (${percent(seen / answers)})`;
}
