import type { PickedExamples, WorkedExample } from "../answer/compose-prompt.ts";
import type { PromptSet } from "../protocol/prompts.ts";
import type { Embedder } from "../search/embedder.ts";
import type { Knowledge } from "../search/knowledge.ts";
import type { ApprovedTurn } from "./approved-turns.ts";

/** An approved turn with the direction of its question's meaning. */
export type Candidate = { turn: ApprovedTurn; vector: Float32Array };

export async function candidatesOf(turns: readonly ApprovedTurn[], embedder: Embedder): Promise<Candidate[]> {
  const vectors = await embedder.embed(turns.map(({ question }) => question));
  return turns.map((turn, at) => ({ turn, vector: vectors[at]! }));
}

export type PickInput = {
  picked: PromptSet["picked"];
  question: string;
  /** Of the question, as the candidates'. */
  vector: Float32Array;
  candidates: readonly Candidate[];
  knowledge: Pick<Knowledge, "passage">;
  /** Takes personal data out of a question: it goes into another customer's prompt. */
  anonymous: (question: string) => string;
};

/**
 * Examples for this question: those named, in their order, or the nearest in meaning, the best first because the budget
 * drops from the end. Stale ones are left out, and so is the question itself, whose answer would give it away.
 */
export function pickExamples(input: PickInput): PickedExamples | null {
  const { picked, question, vector, candidates } = input;
  const named = new Set(picked.answerIds);
  const usable = candidates.filter(
    ({ turn }) => !turn.stale && turn.question !== question && (named.size === 0 || named.has(turn.answerId)),
  );
  const ordered = picked.by === "fixed" ? inOrder(usable, picked.answerIds) : byNearness(usable, vector);
  const examples = ordered.slice(0, picked.most).map(({ turn }) => exampleOf(turn, input));
  return examples.length === 0 ? null : { examples, tokens: picked.tokens };
}

function inOrder(candidates: readonly Candidate[], answerIds: readonly string[]): Candidate[] {
  return answerIds.flatMap((id) => candidates.find(({ turn }) => turn.answerId === id) ?? []);
}

function byNearness(candidates: readonly Candidate[], vector: Float32Array): Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, near: dot(candidate.vector, vector) }))
    .sort((a, b) => b.near - a.near)
    .map(({ candidate }) => candidate);
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

function exampleOf(
  { answerId, question, text, cited }: ApprovedTurn,
  { knowledge, anonymous }: Pick<PickInput, "knowledge" | "anonymous">,
): WorkedExample {
  const passages = cited.flatMap(({ passageId }) => knowledge.passage(passageId) ?? []);
  return { answerId, question: anonymous(question), passages, answer: text };
}
