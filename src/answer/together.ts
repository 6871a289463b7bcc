import { limits } from "../search/negation.ts";
import { type Asked, type Candidate, introduces, isQuestion } from "./unit-value.ts";

const POINTS_BACK =
  /^(?:this|these|those|it|they|such|both|otherwise|(?:beyond|after|before|besides|above|below|until|for|in|with|without|at) (?:that|this|these|those|it|them|both)|dies|diese|dieser|dieses|sie|es|beides?|sonst|danach|dafür|darüber|cela|ces|ils|elles|sinon|au-delà|esto|estos|questo|questi)(?!\p{L})/iu;

/** Rows or items up to which a table or list is shown whole: what it says of the others may matter, too. */
const SMALL = 4;

/**
 * A unit with those it cannot be read without: steps from the first, a question's answer, the list that a sentence
 * announces, the list that is one sentence, what "this" points to, the exception right after it, code right below.
 */
export function together(chosen: Candidate, candidates: Candidate[], asked: Asked): Candidate[] {
  const own = candidates.filter(({ source }) => source === chosen.source);
  const { unit, place } = chosen;
  const block = own.filter((other) => other.unit.block === unit.block);
  const lead = own.find((other) => other.place === chosen.lead);
  const led = lead ? [lead] : [];

  if (unit.kind === "step") return [...led, ...block];
  const next = own[place + 1];
  if (isQuestion(unit.text) && next) return [chosen, ...together(next, candidates, asked)];
  if (introduces(unit, next?.unit)) return [chosen, ...listed(next!, own, asked)];
  const code = own.filter((other) => other.unit.kind === "code" && other.unit.block === unit.block + 1);
  if (unit.kind === "code") return [...led, chosen];
  if (unit.kind !== "sentence")
    return [...led, ...(comesWhole(block, asked) ? block : [chosen]), ...(lead ? [] : code)];
  const before = own[place - 1];
  const pointedTo = POINTS_BACK.test(unit.text) && before?.unit.block === unit.block ? [before] : [];
  const exception = next?.unit.block === unit.block && limits(next.unit.text) ? [next] : [];
  return [...pointedTo, chosen, ...exception, ...code];
}

/** The only sentence that is left out between two of a paragraph: its gap would not be seen. */
export function between(picked: Candidate[], candidates: Candidate[]): Candidate[] {
  const shown = (source: number, block: number, place: number) =>
    picked.some((one) => one.source === source && one.unit.block === block && one.place === place);
  return candidates.filter(
    ({ unit, source, place, scrap }) =>
      unit.kind === "sentence" &&
      !scrap &&
      !shown(source, unit.block, place) &&
      shown(source, unit.block, place - 1) &&
      shown(source, unit.block, place + 1),
  );
}

/** A row or item without a word of the question, in a long table or list of which others have one. */
export function saysNothing({ unit, source, terms }: Candidate, candidates: Candidate[], asked: Asked): boolean {
  if (unit.kind !== "row" || tells(terms, asked)) return false;
  const block = candidates.filter((other) => other.source === source && other.unit.block === unit.block);
  return !comesWhole(block, asked);
}

function listed(first: Candidate, own: Candidate[], asked: Asked): Candidate[] {
  const block = own.filter((other) => other.unit.block === first.unit.block && other.place >= first.place);
  return first.unit.kind !== "row" || comesWhole(block, asked)
    ? block
    : block.filter(({ terms }) => tells(terms, asked));
}

/** Where the words of the question stand above a table and in none of its rows, the whole of it is asked for. */
function comesWhole(block: Candidate[], asked: Asked): boolean {
  if (block.length <= SMALL) return true;
  if (block.every(({ terms }) => !tells(terms, asked))) return [...asked.own].some((stem) => block[0]!.says(stem));
  return block.some(({ unit }) => unit.kind === "item" && GOES_ON.test(unit.text));
}

/** "…, or" at its end: the list is one sentence. */
const GOES_ON = /(?:[,;]|[,;]? (?:and|or|und|oder|et|ou|y|o|e))$/iu;

const tells = (terms: Candidate["terms"], { own }: Asked) => [...own].some((stem) => terms.has(stem));
