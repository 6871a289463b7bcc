import { seededRandom, shuffle } from "../../src/score/seeded-random.ts";

/** A question's direction in meaning, and what it is about; null: nobody has labelled it. */
export type Row = { vector: Float32Array; intent: string | null };

/** Steps of the curve: shares of the rows that are learnt from. */
const STEPS = [0.25, 0.5, 1] as const;
/** Recognised so often by its nearest neighbour alone, an intent is well above nine in ten for a trained model. */
const TARGET = 0.6;
/** Of each intent, so many are looked up; more would not move the share. */
const ASKED = 40;
/** An extrapolation further than this is a guess. */
const FURTHEST = 8;

/**
 * How many rows each intent needs: error falls as a power of the rows (Hestness et al. 2017), measured by the nearest
 * neighbour among a quarter, half and all of the other rows, and followed to the target. null: the curve is flat, or the
 * target lies too far away. `rows` counts labelled ones of the intent.
 */
export function rowsNeeded(rows: readonly Row[], seed: number): Map<string, number | null> {
  const random = seededRandom(seed);
  const order = shuffle([...rows.keys()], random);
  const labelled = new Map<string, number[]>();
  for (const at of order) {
    const { intent } = rows[at]!;
    if (intent !== null) labelled.set(intent, [...(labelled.get(intent) ?? []), at]);
  }

  const needed = new Map<string, number | null>();
  for (const [intent, own] of labelled) {
    const right = STEPS.map((share) =>
      recognised(own.slice(0, ASKED), order.slice(0, Math.ceil(order.length * share)), rows),
    );
    needed.set(intent, extrapolated(right, own.length));
  }
  return needed;
}

/** Share of the asked rows whose nearest other one is of the same intent. */
function recognised(asked: readonly number[], known: readonly number[], rows: readonly Row[]): number {
  const right = asked.filter((at) => {
    let [nearest, best] = [-1, Number.NEGATIVE_INFINITY];
    for (const other of known) {
      if (other === at) continue;
      const near = dot(rows[at]!.vector, rows[other]!.vector);
      if (near > best) [nearest, best] = [other, near];
    }
    return nearest >= 0 && rows[nearest]!.intent === rows[at]!.intent;
  });
  return asked.length === 0 ? 0 : right.length / asked.length;
}

function extrapolated(right: readonly number[], rows: number): number | null {
  const reached = STEPS.find((_, step) => right[step]! >= TARGET);
  if (reached !== undefined) return Math.max(1, Math.round(rows * reached));

  const [half, whole] = [1 - right[1]!, 1 - right[2]!];
  if (whole >= half || whole === 0) return null;
  const slope = Math.log(half / whole) / Math.LN2;
  const wanted = rows * (whole / (1 - TARGET)) ** (1 / slope);
  return wanted <= rows * FURTHEST ? Math.ceil(wanted) : null;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += a[at]! * b[at]!;
  return sum;
}
