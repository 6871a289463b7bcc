import { namedIn } from "../src/models/by-name.ts";
import { promote, type Registry, rollback, type TakenBack, takenBackFrom } from "../src/models/registry.ts";
import { type GateDecision, gate } from "../src/score/gate.ts";
import { countPairs } from "../src/score/paired-proportions.ts";
import type { IntentEvaluation } from "./runs.ts";

export type IntentResult = Pick<GateDecision, "decision" | "reason" | "before" | "after" | "interval"> & {
  intent: string;
  /** Held-out questions that it was judged on. */
  rows: number;
  /** Of conversations that a trained model serves, before and after; null: none did, or does. */
  share: { before: number | null; after: number | null };
};

export type Promoting = {
  model: string;
  /** Of conversations, for what does not serve yet. */
  share: number;
  /** Asked for by name: what was taken back before serves again, and what serves already, to this share. Null: all, and neither. */
  intent: string | null;
};

/** Pure. What the gate makes of each intent, and the registry with those for which it opened. */
export function promotions(
  evaluations: readonly IntentEvaluation[],
  promoting: Promoting,
  now: Registry,
): { registry: Registry; intents: IntentResult[] } {
  const asked = evaluations.filter(({ intent }) => promoting.intent === null || promoting.intent === intent);
  let registry = now;
  const intents = asked.map((evaluation): IntentResult => {
    const { intent } = evaluation;
    const { before, after, interval, ...measured } = gate(evaluation);
    const decided = measured.decision === "kept" ? { ...measured, serves: false } : settle(intent, promoting, now);
    const reason = decided.reason ?? measured.reason;
    if (decided.serves) registry = promote(registry, { intent, ...entryOf(promoting), reason });
    const share = {
      before: namedIn(now.serving, intent)?.share ?? null,
      after: namedIn(registry.serving, intent)?.share ?? null,
    };
    const rows = evaluation.candidate.length;
    return { intent, rows, decision: decided.decision, reason, before, after, interval, share };
  });
  return { registry, intents };
}

/** Pure. What the gate makes of one evaluated intent, with its guards in numbers. */
export function judgementOf(evaluation: IntentEvaluation) {
  const { intent, candidate, guards } = evaluation;
  const counted = guards.map(({ name, allowedLoss, ...sides }) => {
    const { servingOnly: lost, candidateOnly: won } = countPairs(sides.candidate, sides.serving);
    return { name, asked: sides.candidate.length, lost, won, allowedLoss };
  });
  return { intent, rows: candidate.length, ...gate(evaluation), guards: counted };
}

const entryOf = ({ model, share }: Promoting) => ({ model, share });

type Settled = Pick<GateDecision, "decision"> & { reason: string | null; serves: boolean };

/** For whom the gate opened: a person's word in the registry goes before it. `reason` null: the gate's. */
function settle(intent: string, { model, share, intent: named }: Promoting, now: Registry): Settled {
  const promoted = { decision: "promoted", reason: null, serves: true } as const;
  if (named !== null) return promoted;

  const back = takenBackFrom(now, intent, model);
  if (back) return { decision: "kept", reason: `taken back before (${takenBackWords(back)})`, serves: false };
  const set = namedIn(now.serving, intent);
  if (set?.model !== model) return promoted;
  const stays =
    set.share === share ? null : `serves ${Math.round(set.share * 100)} % of conversations already, as was set`;
  return { decision: "promoted", reason: stays, serves: false };
}

const takenBackWords = ({ reason, by, at }: TakenBack) => `${reason}; by ${by}, ${at.slice(0, 10)}`;

/** Pure. As if the model had not been promoted: what it serves is served by what it took over from. */
export function beforePromotion(registry: Registry, model: string): Registry {
  const nobody = { at: "", by: "", reason: "" };
  const served = Object.entries(registry.serving).filter(([, entry]) => entry.model === model);
  const { serving } = served.reduce((now, [intent]) => rollback(now, intent, nobody), registry);
  return { ...registry, serving };
}
