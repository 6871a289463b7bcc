import { denies } from "../search/negation.ts";
import { figuresIn } from "./figures.ts";
import type { Asked, Candidate } from "./unit-value.ts";

/** Shared terms from which two units speak of the same. */
const ALIKE = 0.7;
/** Of the score of the passage quoted first: what is nearer to it may answer as well. */
const BEHIND = 0.9;

/**
 * The passage quoted first says every word of the question; what another one says of the same thing may contradict it,
 * and steps or rows that the search ranks before it answer without those words: their heading says them.
 */
export function isAnsweredElsewhere(candidate: Candidate, picked: Candidate[], { own }: Asked): boolean {
  const { source, page, unit } = candidate;
  if (own.size === 0 || picked[0]?.source === source) return false;
  if (picked[0] && source < picked[0].source && (unit.kind === "step" || unit.kind === "row")) return false;
  if (picked.some((one) => one.page !== page && alike(one, candidate))) return false;
  const said = picked.filter((one) => one.source === picked[0]?.source);
  return [...own].every((stem) => said.some(({ says }) => says(stem)));
}

/**
 * Another page that the search ranks clearly behind the first, and that says no word of the question besides: it is
 * about something near, and not an answer. What it says of the same thing may contradict it.
 */
export function addsNothing(candidate: Candidate, picked: Candidate[], { own }: Asked): boolean {
  const [first] = picked;
  if (!first || own.size === 0 || candidate.page === first.page) return false;
  if (candidate.strength >= BEHIND * first.strength) return false;
  if (picked.some((one) => one.page !== candidate.page && alike(one, candidate))) return false;
  return [...own].every((stem) => !candidate.says(stem) || picked.some(({ says }) => says(stem)));
}

/**
 * Pages may differ in one word that was asked for ("nine days" and "four days", "may" and "may not"): what another
 * page says is a repeat only where it has no word besides. A page does not repeat itself with a "not", and nothing that
 * names another figure is a repeat: "before 48 hours the full fare, before 12 hours half" is a scale.
 */
export function saysTheSame(one: Candidate, other: Candidate): boolean {
  if (!alike(one, other)) return false;
  if (one.source === other.source && one.unit.kind === "row" && other.unit.kind === "row") return false;
  if (denies(one.unit.text) !== denies(other.unit.text)) return false;
  if (namesFurther(other, one)) return false;
  return one.page === other.page || [...other.terms.keys()].every((stem) => one.terms.has(stem));
}

function namesFurther({ unit }: Candidate, than: Candidate): boolean {
  const known = figuresIn(than.unit.text);
  return [...figuresIn(unit.text)].some((figure) => !known.has(figure));
}

function alike(one: Candidate, other: Candidate): boolean {
  let shared = 0;
  for (const stem of other.terms.keys()) if (one.terms.has(stem)) shared += 1;
  const fewer = Math.min(one.terms.size, other.terms.size);
  return fewer > 0 && shared / fewer >= ALIKE && shared / Math.max(one.terms.size, other.terms.size) >= ALIKE / 2;
}
