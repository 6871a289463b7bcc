import type { ComponentChildren } from "preact";
import type { InsightsView, Tally } from "../../../src/protocol/insights.ts";
import { Rows } from "./rows.tsx";
import { after, duration, money, percent, wholeNumber } from "./words.ts";

type Props = { view: InsightsView; earlier: InsightsView | null };

export function Tiles({ view, earlier }: Props) {
  const { conversations, ended, deflected, resolutions, answers, noAnswer, firstToken, reviews } = view;
  const { up, down } = view.ratings;
  const handedOff = resolutions["handed-off"];
  return (
    <section class="tiles" aria-label="Figures">
      <Tile name="Conversations" value={<Rows of={conversations} />} change={growth(view, earlier)}>
        <Rows of={ended} /> over, {resolutions.open ? <Rows of={resolutions.open} /> : "0"} still open
      </Tile>
      <Tile
        name="Solved without a person"
        value={<Rows of={deflected}>{percent(deflected.count, ended.count)}</Rows>}
        change={points(share(deflected, ended), earlier && share(earlier.deflected, earlier.ended))}
      >
        {resolutions.confirmed ? <Rows of={resolutions.confirmed} /> : "0"} confirmed,{" "}
        {resolutions.assumed ? <Rows of={resolutions.assumed} /> : "0"} assumed
      </Tile>
      <Tile
        name="Handed off"
        value={
          handedOff ? <Rows of={handedOff}>{percent(handedOff.count, ended.count)}</Rows> : percent(0, ended.count)
        }
        change={points(share(handedOff, ended), earlier && share(earlier.resolutions["handed-off"], earlier.ended))}
      >
        {handedOff ? <Rows of={handedOff} /> : "0"} of {wholeNumber(ended.count)} that are over
      </Tile>
      <Tile
        name="Satisfaction"
        value={<Rows of={up}>{percent(up.count, up.count + down.count)}</Rows>}
        change={points(rated(view), earlier && rated(earlier))}
      >
        <Rows of={up} /> up, <Rows of={down} /> down
      </Tile>
      <Tile name="No sure answer" value={<Rows of={noAnswer}>{percent(noAnswer.count, answers.count)}</Rows>}>
        <Rows of={noAnswer} /> of <Rows of={answers} /> answers
      </Tile>
      <Tile name="First words" value={after(firstToken.median, "after")}>
        {firstToken.median === null ? "Not measured yet" : `95 % ${after(firstToken.p95, "within")}`}
      </Tile>
      <Tile name="A review takes" value={duration(reviews.median)}>
        {reviews.median === null ? (
          "Not measured yet"
        ) : (
          <>
            Median over reviews of <Rows of={reviews.answers} /> answers
          </>
        )}
      </Tile>
      <Cost view={view} />
    </section>
  );
}

function Cost({ view: { cost, conversations } }: { view: InsightsView }) {
  const { amount, currency, atLeast, models } = cost;
  const shown = amount === null ? "–" : `${atLeast ? "≥ " : ""}${money(amount, currency)}`;
  return (
    <Tile name="Cost of models" value={shown}>
      {amount === null && (
        <>
          Set <code>MODEL_PRICES</code> to know it
        </>
      )}
      {amount !== null && models.length === 0 && "No model was paid for"}
      {amount !== null && models.length > 0 && conversations.count > 0 && (
        <>{money(amount / conversations.count, currency)} a conversation</>
      )}
    </Tile>
  );
}

type TileProps = { name: string; value: ComponentChildren; change?: ComponentChildren; children: ComponentChildren };

function Tile({ name, value, change, children }: TileProps) {
  return (
    <div class="tile">
      <h2>{name}</h2>
      <p class="tile-value">
        {value}
        {change}
      </p>
      <p class="tile-words">{children}</p>
    </div>
  );
}

function share(part: Tally | undefined, whole: Tally): number | null {
  return whole.count === 0 ? null : (part?.count ?? 0) / whole.count;
}

function rated({ ratings: { up, down } }: InsightsView): number | null {
  return up.count + down.count === 0 ? null : up.count / (up.count + down.count);
}

/** In percentage points against the time before. */
function points(now: number | null, before: number | null) {
  if (now === null || before === null) return null;
  return <Change by={Math.round(100 * (now - before))} unit="points" />;
}

function growth(now: InsightsView, earlier: InsightsView | null) {
  const before = earlier?.conversations.count ?? 0;
  return before === 0 ? null : <Change by={Math.round(100 * (now.conversations.count / before - 1))} unit="%" />;
}

function Change({ by, unit }: { by: number; unit: "points" | "%" }) {
  const sign = by > 0 ? "+" : by < 0 ? "−" : "±";
  return (
    <small class="change" title="Against as many days right before">
      {sign}
      {Math.abs(by)}
      {unit === "%" ? " %" : " pts"}
      <span class="visually-hidden"> against as many days right before</span>
    </small>
  );
}
