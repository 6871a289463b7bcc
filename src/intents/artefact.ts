import { createHash } from "node:crypto";
import { z } from "zod";
import type { TrainedClassifier } from "./train-intent-classifier.ts";

/** A trained classifier as one file: no customer's words, only hashes, weights and vectors. */

export class ArtefactError extends Error {
  constructor(problem: string) {
    super(`The intent model cannot be read: ${problem}. Train it again.`);
    this.name = "ArtefactError";
  }
}

const FORMAT = 2;
/** "SBIC" in little-endian order. */
const MAGIC = 0x43494253;
const PREFIX_BYTES = 8;
/** Float sections start at a multiple of it, as typed arrays demand. */
const ALIGNMENT = 4;

const headerSchema = z.object({
  format: z.literal(FORMAT),
  embedderId: z.string(),
  intents: z.array(z.string()),
  classes: z.number().int().positive(),
  dimensions: z.number().int().positive(),
  columns: z.number().int().nonnegative(),
  neighbours: z.number().int().nonnegative(),
  unlike: z.number(),
  stack: z.object({ grams: z.number(), meaning: z.number(), neighbours: z.number() }),
  rejection: z.object({
    means: z.array(z.number()),
    scales: z.array(z.number()),
    weights: z.array(z.number()),
    bias: z.number(),
    thresholds: z.array(z.number()),
  }),
});
type Header = z.infer<typeof headerSchema>;

/**
 * Layout: uint32 magic, uint32 length of the header, header as JSON padded with blanks, then little-endian hashes,
 * rarities, scale of each column's weights, means, scales, weights by meaning, vectors and classes of the neighbours, and
 * one byte for each weight of an n-gram. Equal classifiers give equal bytes.
 */
export function writeArtefact({ embedderId, model, stack, rejection }: TrainedClassifier): Buffer {
  const { grams, meaning, intents, neighbours } = model;
  const { classes } = grams.weights;
  const [columns, dimensions] = [grams.hashes.length, meaning.means.length];
  const sizes = { classes, dimensions, columns, neighbours: neighbours.labels.length };
  const header: Header = { format: FORMAT, embedderId, intents, ...sizes, unlike: neighbours.unlike, stack, rejection };
  const { scales, steps } = quantised(grams.weights.values, classes);

  const json = aligned(JSON.stringify(header));
  const prefix = new Uint32Array([MAGIC, json.length]);
  const sections = [grams.hashes, grams.rarities, scales, meaning.means, meaning.scales, meaning.weights.values];
  const kept = [neighbours.vectors, neighbours.labels, steps];
  return Buffer.concat([bytesOf(prefix), json, ...[...sections, ...kept].map(bytesOf)]);
}

/** Throws ArtefactError when the bytes are none of ours, of another format, or cut off. */
export function readArtefact(bytes: Buffer): TrainedClassifier {
  const { header, start } = readHeader(bytes);
  const { classes, dimensions, columns } = header;
  let at = start;
  const floats = (length: number) => {
    at += 4 * length;
    return new Float32Array(copied(bytes, at - 4 * length, at));
  };

  const hashes = new Uint32Array(floats(columns).buffer);
  const [rarities, scales] = [floats(columns), floats(columns)];
  const meaning = { means: floats(dimensions), scales: floats(dimensions) };
  const byMeaning = { classes, values: floats((dimensions + 1) * classes) };
  const vectors = floats(header.neighbours * dimensions);
  const labels = new Int32Array(floats(header.neighbours).buffer);
  const steps = new Int8Array(copied(bytes, at, at + columns * classes));
  const values = Float32Array.from(steps, (step, weight) => step * scales[Math.floor(weight / classes)]!);

  const grams = { hashes, rarities, weights: { classes, values } };
  const neighbours = { vectors, labels, unlike: header.unlike };
  const model = { intents: header.intents, grams, meaning: { ...meaning, weights: byMeaning }, neighbours };
  return { embedderId: header.embedderId, model, stack: header.stack, rejection: header.rejection };
}

/** Names an artefact by what is in it. */
export const artefactHash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

function readHeader(bytes: Buffer): { header: Header; start: number } {
  if (bytes.length < PREFIX_BYTES || bytes.readUInt32LE(0) !== MAGIC) throw new ArtefactError("it is no intent model");
  const start = PREFIX_BYTES + bytes.readUInt32LE(4);
  if (start > bytes.length) throw new ArtefactError("it is cut off");

  const header = headerSchema.safeParse(JSON.parse(bytes.toString("utf8", PREFIX_BYTES, start)));
  if (!header.success) throw new ArtefactError("it has another format");
  return { header: header.data, start };
}

function copied(bytes: Buffer, from: number, to: number): ArrayBuffer {
  if (to > bytes.length) throw new ArtefactError("it is cut off");
  return Uint8Array.prototype.slice.call(bytes, from, to).buffer as ArrayBuffer;
}

/** Weights of an n-gram as 255 steps between its least and greatest: a quarter of the size, no measurable loss. */
function quantised(weights: Float32Array, classes: number): { scales: Float32Array; steps: Int8Array } {
  const scales = new Float32Array(weights.length / classes);
  const steps = new Int8Array(weights.length);
  for (const column of scales.keys()) {
    const [from, to] = [column * classes, (column + 1) * classes];
    const most = weights.subarray(from, to).reduce((one, other) => Math.max(one, Math.abs(other)), 0);
    scales[column] = most / 127;
    for (let at = from; most > 0 && at < to; at += 1) steps[at] = Math.round(weights[at]! / scales[column]!);
  }
  return { scales, steps };
}

function aligned(json: string): Buffer {
  const bytes = Buffer.from(json);
  const missing = (ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT;
  return Buffer.concat([bytes, Buffer.alloc(missing, " ")]);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array | Int32Array | Float32Array | Int8Array) =>
  Buffer.from(buffer, byteOffset, byteLength);
