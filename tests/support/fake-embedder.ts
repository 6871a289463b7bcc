import { createHash } from "node:crypto";
import type { Embedder } from "../../src/search/embedder.ts";

/** Vectors made from each text's hash; remembers what it was asked, and fails at the text "fail". */
export function fakeEmbedder(dimensions = 16): Embedder & { batches: string[][] } {
  const batches: string[][] = [];
  return {
    id: "fake",
    dimensions,
    slow: true,
    batches,
    async embed(texts) {
      batches.push([...texts]);
      if (texts.includes("fail")) throw new Error("The server went away.");
      return texts.map((text) => hashVector(text, dimensions));
    },
  };
}

export function hashVector(text: string, dimensions: number): Float32Array {
  if (text.trim() === "") return new Float32Array(dimensions);

  const bytes = createHash("sha256").update(text).digest();
  const vector = Float32Array.from({ length: dimensions }, (_, i) => bytes[i % bytes.length]! - 127.5);
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}
