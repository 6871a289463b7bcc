import type { Candidate } from "./best-passages.ts";
import type { Embedder } from "./embedder.ts";
import type { Passage } from "./passage.ts";
import type { TimeSlice } from "./time-slice.ts";
import type { VectorIndex } from "./vector-index.ts";

export type Place = Pick<Candidate, "segment" | "passage">;

/** What the question is near to in meaning. */
export type Nearness = {
  /** Cosine with each of the candidates; undefined where the embedder has no opinion. */
  similarities: (number | undefined)[];
  /** The nearest of all passages, most similar first; none where no vectors are stored. */
  nearest: (Place & { similarity: number })[];
};

/** Meaning beside words. */
export interface DenseSide {
  /** Never throws for want of an embedder: words are enough to answer. */
  near(question: string, candidates: readonly Place[], slice: TimeSlice): Promise<Nearness>;
}

/** Null where neither texts can be embedded in time nor vectors are there. `indexes` are those of the segments. */
export function denseSideFor(
  embedder: Embedder,
  indexes: readonly (VectorIndex | null)[],
  read: (place: Place) => Passage,
  announce: (line: string) => void,
): DenseSide | null {
  if (!embedder.slow) return embeddingDenseSide(embedder, read);
  return indexes.some((index) => index) ? storedDenseSide({ embedder, indexes, announce }) : null;
}

/** Texts that are embedded between two chances for the server to do something else: about 2 ms with the shipped one. */
const BATCH = 10;
/** Vectors kept, 1 kB each: the best passages of one question are often those of the next. */
const KEPT = 5_000;

/** For an embedder that is quick: nothing is stored, the vectors of the lexical best are made when they are asked for. */
export function embeddingDenseSide(embedder: Embedder, read: (place: Place) => Passage): DenseSide {
  const kept = new Map<string, Float32Array>();
  return {
    async near(question, candidates, slice) {
      const [asked] = await embedder.embed([question]);
      const missing = candidates.filter((candidate) => !kept.has(placeKey(candidate)));
      if (kept.size + missing.length > KEPT) kept.clear();
      for (let at = 0; at < missing.length; at += BATCH) {
        const batch = missing.slice(at, at + BATCH);
        const vectors = await embedder.embed(batch.map((candidate) => embeddedText(read(candidate))));
        for (const [rank, candidate] of batch.entries()) kept.set(placeKey(candidate), vectors[rank]!);
        await slice.breathe();
      }
      return {
        similarities: candidates.map((candidate) => similarity(asked!, kept.get(placeKey(candidate))!)),
        nearest: [],
      };
    },
  };
}

/** Passages that may join the lexical best by meaning alone. */
const NEAREST = 50;
/** The model's thread takes one to two seconds to start; a server that is slower than this keeps a customer waiting. */
const PATIENCE_MS = 3_000;

export type StoredInput = {
  embedder: Embedder;
  /** By segment; the ids are the passages' numbers in it. Null where a segment's vectors cannot be used. */
  indexes: readonly (VectorIndex | null)[];
  /** Told once when the embedder fails, and again after it has worked in between. */
  announce: (line: string) => void;
  patienceMs?: number;
};

/** For an embedder that is slow: only the question is embedded, the passages were when they were indexed. */
export function storedDenseSide({ embedder, indexes, announce, patienceMs = PATIENCE_MS }: StoredInput): DenseSide {
  let failing = false;
  return {
    async near(question, candidates) {
      const asked = await soon(embedder.embed([question]), patienceMs);
      if (asked instanceof Error) {
        if (!failing) announce(`${asked.message} Questions are searched by their words alone.`);
        failing = true;
        return { similarities: candidates.map(() => undefined), nearest: [] };
      }
      failing = false;
      const vector = asked[0]!;
      return {
        similarities: candidates.map(({ segment, passage }) => indexes[segment]?.similarity(vector, String(passage))),
        nearest: indexes
          .flatMap((index, segment) => (index ? nearestIn(index, segment, vector) : []))
          .sort((one, other) => other.similarity - one.similarity)
          .slice(0, NEAREST),
      };
    },
  };
}

/** At right angles there is nothing in common. */
function nearestIn(index: VectorIndex, segment: number, vector: Float32Array): Nearness["nearest"] {
  return index
    .nearest(vector, NEAREST)
    .filter(({ similarity }) => similarity > 0)
    .map(({ id, similarity }) => ({ segment, passage: Number(id), similarity }));
}

/** The result, or what went wrong, time included. */
async function soon<T>(work: Promise<T>, patienceMs: number): Promise<T | Error> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`The embedder took longer than ${patienceMs} ms.`)), patienceMs);
  });
  const settled = work.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  const result = await Promise.race([settled, late]);
  clearTimeout(timer);
  return result;
}

/** Title and headings say what a passage is about; its text often does not. */
export function embeddedText({ title, headings, text }: Passage): string {
  return [title, ...headings, text].join("\n");
}

export const placeKey = ({ segment, passage }: Place): string => `${segment} ${passage}`;

function similarity(one: Float32Array, other: Float32Array): number | undefined {
  let dot = 0;
  let size = 0;
  for (let at = 0; at < one.length; at++) {
    dot += one[at]! * other[at]!;
    size += Math.abs(other[at]!);
  }
  // A zero vector means that the embedder cannot read the text.
  return size === 0 ? undefined : dot;
}
