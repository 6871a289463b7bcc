import type { Knowledge, Term } from "../search/knowledge.ts";
import type { HistoryTurn } from "./answer-question.ts";
import { isBareQuestion } from "./bare-question.ts";

export type Understood = {
  text: string;
  /** Words of earlier turns that the question leaves unsaid, with weights 0..1. Empty when it stands alone. */
  carried: ReadonlyMap<string, number>;
  /** How far the question speaks for itself, 0..1: 1 when it stands alone. See blend-searches.ts. */
  standing: number;
};

/**
 * Weight of a word carried from the turn before, and what remains of it with each further turn. Measured on
 * tests/evaluation/follow-ups: at .5 earlier words outweigh what is asked now, at 0 "how do I create one?" has no object.
 */
const CARRIED = 0.2;
const PER_TURN = 0.6;
const LEAST = 0.02;

/**
 * A turn that continues the last one is nothing without it; one that points back may only name the product ("which
 * formats can it read?"); a short one may as well be a new topic. Chosen on the tuning half of the follow-ups and on
 * single questions put after foreign ones: docs/decisions/2026-11-23-follow-ups.md.
 */
export const STANDING = { continues: 0.3, pointer: 0.3, pointsBack: 0.6, short: 0.7 };
/** "How do I delete it?": beside the pointer only what is to be done is said. */
const POINTER_WORDS = 2;

/** A question this short leaves something unsaid even where nothing points back. */
const FEW_WORDS = 3;

const CONTINUES =
  /^(?:and|or|what about|how about|what if|also|same for|und|oder|wie ist es mit|was ist mit|auch|et|ou|qu'en est-il|y|o|qué tal|e|oppure|anche)\b/iu;
const POINTS_BACK =
  /(?<!\p{L})(?:it|its|he|she|him|her|they|them|their|that|those|this|these|one|ones|there|which|each|instead|again|here|such|other|another|else|both|either|then(?=[^\p{L}]*$)|er|sie|ihn|ihm|es|dies|diese|dieser|dieses|das|dort|dafür|damit|davon|il|elle|ils|elles|cela|ça|celui|celle|lo|los|las|eso|esto|ello|allí|questo|quello|esso|essa|ci|ne)(?!\p{L})/iu;
/** An article, or half of an identifier: as a word of its own it says nothing. */
const LETTER = /^[a-z0-9]$/;

/** What the customer wants to do: the new question brings its own, so the old one is not carried. */
const ACTION =
  /(?<!\p{L})(?:how (?:do|can|could|should|would|may) (?:i|we|you|one)|(?:can|could|may|do|should) (?:i|we|you)|possible to|want to|need to|like to|to)\s+(\p{L}+)/iu;

/** Walks through the customer's turns: each hands the words on that the next one leaves out. */
export function understand(text: string, history: HistoryTurn[], { terms }: Pick<Knowledge, "terms">): Understood {
  const said = history.filter((turn) => turn.author === "customer").map((turn) => turn.text);
  let carried = new Map<string, number>();
  for (const [rank, turn] of [...said, text].entries()) {
    const before = said[rank - 1];
    carried = before === undefined ? new Map() : handOn({ before, carried, turn, terms });
  }
  return { text, carried, standing: carried.size === 0 ? 1 : standingOf(text, terms(text)) };
}

function standingOf(text: string, own: Term[]): number {
  if (continues(text)) return STANDING.continues;
  if (!POINTS_BACK.test(text)) return STANDING.short;
  return own.length <= POINTER_WORDS ? STANDING.pointer : STANDING.pointsBack;
}

const continues = (text: string) => CONTINUES.test(text) || isBareQuestion(text);

type Step = { before: string; carried: Map<string, number>; turn: string; terms: (text: string) => Term[] };

function handOn({ before, carried, turn, terms }: Step): Map<string, number> {
  const own = terms(turn);
  if (!leavesUnsaid(turn, own)) return new Map();

  const said = new Set(own.map(({ stem }) => stem));
  const replaced =
    ACTION.test(turn) || POINTS_BACK.test(turn) ? terms(ACTION.exec(before)?.[1] ?? "")[0]?.stem : undefined;
  const next = new Map<string, number>();
  for (const { surface, stem } of terms(before)) {
    if (!said.has(stem) && stem !== replaced && !LETTER.test(surface)) next.set(surface, CARRIED);
  }
  for (const [word, weight] of carried) {
    const left = weight * PER_TURN;
    if (left >= LEAST && !next.has(word) && !terms(word).some(({ stem }) => said.has(stem))) next.set(word, left);
  }
  return next;
}

/** A short question about something that the documentation never mentions is a new topic. */
function leavesUnsaid(turn: string, own: Term[]): boolean {
  if (continues(turn) || POINTS_BACK.test(turn)) return true;
  return own.length <= FEW_WORDS && own.every(({ known }) => known);
}
