import { normalise } from "./normalise.ts";
import { bertWords, piecesOf, type WordPieces } from "./word-pieces.ts";

/** Rows of BERT's vocabulary. */
const [UNKNOWN, START, END] = [100, 101, 102];
/** What the model was trained on; the rest of a longer text is not read. */
const MOST_PIECES = 256;

/** Token ids with start and end, 256 at most. Null when no word of the text is known: the model would make up a meaning. */
export function encode(text: string, pieces: WordPieces): number[] | null {
  const ids = bertWords(text).flatMap((word) => piecesOf(word, pieces) ?? [UNKNOWN]);
  if (ids.every((id) => id === UNKNOWN)) return null;
  return [START, ...ids.slice(0, MOST_PIECES - 2), END];
}

/** Mean over the tokens of `hidden` (tokens × dimensions, row after row), scaled to norm 1. */
export function meanOfTokens(hidden: Float32Array, dimensions: number): Float32Array {
  const mean = new Float32Array(dimensions);
  for (let start = 0; start < hidden.length; start += dimensions) {
    for (let i = 0; i < dimensions; i++) mean[i]! += hidden[start + i]!;
  }
  return normalise(mean);
}
