import type { Candidate } from "./best-passages.ts";
import type { Embedder } from "./embedder.ts";
import { fuse } from "./fuse.ts";
import type { Passage } from "./passage.ts";
import type { TimeSlice } from "./time-slice.ts";

/** Texts that are embedded between two chances for the server to do something else: about 2 ms with the shipped one. */
const BATCH = 10;
/** Vectors kept, 1 kB each: the best passages of one question are often those of the next. */
const KEPT = 5_000;

/** Meaning beside words: nothing is stored, the vectors of the lexical best are made when they are asked for. */
export type DenseSide = {
  /** Cosine of the question with each of the candidates; undefined where the embedder has no opinion. */
  similarities(question: string, candidates: readonly Candidate[], slice: TimeSlice): Promise<(number | undefined)[]>;
};

export function denseSide(embedder: Embedder, read: (candidate: Candidate) => Passage): DenseSide {
  const kept = new Map<string, Float32Array>();
  return {
    async similarities(question, candidates, slice) {
      const [asked] = await embedder.embed([question]);
      const missing = candidates.filter((candidate) => !kept.has(keyOf(candidate)));
      if (kept.size + missing.length > KEPT) kept.clear();
      for (let at = 0; at < missing.length; at += BATCH) {
        const batch = missing.slice(at, at + BATCH);
        const vectors = await embedder.embed(batch.map((candidate) => embeddedText(read(candidate))));
        for (const [rank, candidate] of batch.entries()) kept.set(keyOf(candidate), vectors[rank]!);
        await slice.breathe();
      }
      return candidates.map((candidate) => similarity(asked!, kept.get(keyOf(candidate))));
    },
  };
}

/** Adds the dense share to the lexical best (given best first), on the scale of their scores, so that the order is that of `fuse`. */
export async function addDense(
  side: DenseSide,
  question: string,
  compared: readonly Candidate[],
  weight: number,
  slice: TimeSlice,
): Promise<void> {
  const similarities = await side.similarities(question, compared, slice);
  const dense = new Map<string, number>();
  similarities.forEach((value, at) => {
    if (value !== undefined) dense.set(String(at), value);
  });
  const lexical = new Map(compared.map(({ score }, at) => [String(at), score]));
  const [most, least] = [compared[0]?.score ?? 0, compared.at(-1)?.score ?? 0];
  const unit = (most - least) / (1 - weight);
  for (const { id, dense: share } of fuse({ lexical, dense, weight })) {
    const candidate = compared[Number(id)]!;
    candidate.score += share * unit;
    if (share > 0) candidate.shares.dense = share * unit;
  }
}

/** Title and headings say what a passage is about; its text often does not. */
export function embeddedText({ title, headings, text }: Passage): string {
  return [title, ...headings, text].join("\n");
}

const keyOf = ({ segment, passage }: Candidate): string => `${segment} ${passage}`;

function similarity(one: Float32Array, other: Float32Array | undefined): number | undefined {
  if (!other) return undefined;
  let dot = 0;
  let size = 0;
  for (let at = 0; at < one.length; at++) {
    dot += one[at]! * other[at]!;
    size += Math.abs(other[at]!);
  }
  // A zero vector means that the embedder cannot read the text.
  return size === 0 ? undefined : dot;
}
