import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { exactIndex } from "../../src/search/exact-index.ts";
import { buildHnswGraph, hnswIndex } from "../../src/search/hnsw-index.ts";
import { loadHnswLibrary } from "../../src/search/hnsw-library.ts";
import { type VectorIndex, type Vectors, vectorsOf } from "../../src/search/vector-index.ts";
import { clusteredVectors, vectorAt } from "../support/vectors.ts";

const folder = mkdtempSync(join(tmpdir(), "switchboard-vectors-"));
afterAll(() => rmSync(folder, { recursive: true }));

const library = loadHnswLibrary();
const adapters: [name: string, build: (vectors: Vectors) => VectorIndex][] = [["exact", exactIndex]];
if (library) {
  let files = 0;
  const throughDisk = (vectors: Vectors) => {
    const file = join(folder, `${files++}.hnsw`);
    buildHnswGraph(library, vectors, file);
    return hnswIndex(library, file, vectors.ids, vectors.dimensions);
  };
  adapters.push(["hnsw", throughDisk]);
} else {
  process.stderr.write("hnswlib-node is not installed: its half of the vector index contract is not run.\n");
}

it("[V7] covers hnswlib-node wherever the build is checked in", () => {
  expect(library !== null || process.env.CI === undefined).toBe(true);
});

describe.each(adapters)("a vector index (%s)", (_name, build) => {
  const vectors = clusteredVectors(1_500, 24, 7);
  const index = build(vectors);
  const ranked = (row: number) => {
    const query = vectorAt(vectors, row);
    return vectors.ids
      .map((id, other) => ({ id, similarity: dot(query, vectorAt(vectors, other)) }))
      .sort((one, other) => other.similarity - one.similarity);
  };

  it("[V8] finds a vector it holds, first, at similarity 1", () => {
    for (const row of [0, 42, 777, 1_499]) {
      const [match] = index.nearest(vectorAt(vectors, row), 1);

      expect(match?.id).toBe(vectors.ids[row]);
      expect(match?.similarity).toBeCloseTo(1, 5);
    }
  });

  it("[V8] gives the most similar first, by cosine", () => {
    const matches = index.nearest(vectorAt(vectors, 3), 20);

    const similarities = matches.map(({ similarity }) => similarity);
    expect(similarities).toEqual([...similarities].sort((one, other) => other - one));
    for (const { id, similarity } of matches) {
      expect(similarity).toBeCloseTo(dot(vectorAt(vectors, 3), vectorAt(vectors, vectors.ids.indexOf(id))), 4);
    }
  });

  it("[V8] finds at least 95 of the 100 truly nearest, over ten questions", () => {
    let found = 0;
    for (let row = 0; row < 1_500; row += 150) {
      const truth = new Set(
        ranked(row)
          .slice(0, 10)
          .map(({ id }) => id),
      );
      found += index.nearest(vectorAt(vectors, row), 10).filter(({ id }) => truth.has(id)).length;
    }

    expect(found).toBeGreaterThanOrEqual(95);
  });

  it("[V8] does not depend on the question's length", () => {
    const query = vectorAt(vectors, 5);
    const [one] = index.nearest(query, 1);
    const [other] = index.nearest(
      query.map((value) => value * 10),
      1,
    );

    expect(other?.id).toBe(one?.id);
    expect(other?.similarity).toBeCloseTo(one!.similarity, 5);
  });

  it("[V9] gives all it holds when asked for more, and none when asked for none", () => {
    const small = build(clusteredVectors(3, 24, 1));

    expect(small.size).toBe(3);
    expect(small.nearest(vectorAt(vectors, 0), 50)).toHaveLength(3);
    expect(small.nearest(vectorAt(vectors, 0), 0)).toEqual([]);
  });

  it("[V8] says how similar one of its vectors is, at any length of the question", () => {
    const query = vectorAt(vectors, 3).map((value) => value * 10);

    expect(index.similarity(query, vectors.ids[9]!)).toBeCloseTo(dot(vectorAt(vectors, 3), vectorAt(vectors, 9)), 4);
    expect(index.similarity(query, "no such id")).toBeUndefined();
  });

  it("[V6] has no opinion on the zero vector", () => {
    expect(index.nearest(new Float32Array(24), 5)).toEqual([]);
    expect(index.similarity(new Float32Array(24), vectors.ids[0]!)).toBeUndefined();
  });

  it("[V9] refuses a vector of another embedder", () => {
    expect(() => index.nearest(new Float32Array(25).fill(1), 5)).toThrow(RangeError);
    expect(() => index.similarity(new Float32Array(25).fill(1), vectors.ids[0]!)).toThrow(RangeError);
  });

  it("[V9] can be empty", () => {
    const empty = build(vectorsOf([], 24));

    expect(empty.size).toBe(0);
    expect(empty.nearest(vectorAt(vectors, 0), 5)).toEqual([]);
  });
});

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, i) => sum + value * other[i]!, 0);
}
