import type { Knowledge } from "../search/knowledge.ts";
import type { Question } from "./answer-question.ts";
import { bestReading } from "./best-reading.ts";
import type { ModelAids } from "./model-aid.ts";
import { RERANKED, rerank } from "./rerank.ts";
import { type Retrieved, retrieve } from "./retrieve.ts";
import { rewriteQuestion } from "./rewrite-question.ts";
import { type Understood, understand } from "./understand.ts";

export type FindInput = {
  question: Question;
  knowledge: Knowledge;
  /** null: rules and search alone. */
  aids: ModelAids | null;
  /** 0..100: see `ANSWER_CAUTION`. */
  caution: number;
  /** Passages wanted, when not as many as an answer needs. */
  limit?: number;
  /** Words to search for beside those of a text, with weights 0..1; none by default. */
  synonyms?: (text: string) => ReadonlyMap<string, number>;
  signal: AbortSignal;
};

export type Findings = {
  understood: Understood;
  found: Retrieved;
  /** For the record: where a model was asked for help and gave none. */
  notes: string[];
};

/** What the question means and which passages speak of it. The desk and the evaluation share it. */
export async function findPassages(input: FindInput): Promise<Findings> {
  const { question, knowledge, aids, caution, limit, synonyms, signal } = input;
  const { history } = question;
  const byRules = understand(question.text, history, knowledge);
  const read = aids?.rewrite ? await rewriteQuestion(question, byRules, aids.rewrite, signal) : unaided(byRules);
  const meant = { ...read.understood, text: await bestReading(read.understood.text, knowledge) };

  const depth = limit ?? (aids?.rerank ? RERANKED : undefined);
  const found = await retrieve({
    knowledge,
    understood: meant,
    history,
    caution,
    ...(depth === undefined ? {} : { limit: depth }),
    ...(synonyms && { synonyms: synonyms(meant.text) }),
  });
  const understood = found.alone ? standingAlone(meant) : meant;
  if (!aids?.rerank) return { understood, found, notes: read.notes };

  const sorted = await rerank(understood.text, found, aids.rerank, signal);
  return { understood, found: sorted.found, notes: [...read.notes, ...sorted.notes] };
}

/** What the search did without must not choose the words of the answer either. */
function standingAlone({ text }: Understood): Understood {
  return { text, carried: new Map(), standing: 1 };
}

function unaided(understood: Understood): { understood: Understood; notes: string[] } {
  return { understood, notes: [] };
}
