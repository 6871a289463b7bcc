import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { loadHnswLibrary, WITHOUT_HNSW_LIBRARY } from "../../src/search/hnsw-library.ts";
import { GRAPH_FLOOR, openVectorIndex, VectorFilesError, writeVectorIndex } from "../../src/search/vector-files.ts";
import { vectorsOf } from "../../src/search/vector-index.ts";
import { clusteredVectors, vectorAt } from "../support/vectors.ts";

let folder = "";
let announced: string[] = [];
const announce = (line: string) => announced.push(line);
const small = clusteredVectors(50, 8, 3);
const large = clusteredVectors(GRAPH_FLOOR, 8, 3);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchboard-vectors-"));
  announced = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("vectors on disk", () => {
  it("[V10] are found again after a restart", async () => {
    await writeVectorIndex(folder, small, "fake", announce);

    expect(openVectorIndex(folder, "fake", announce).nearest(vectorAt(small, 7), 1)[0]?.id).toBe("v7");
    expect(announced).toEqual([]);
  });

  it("[V11] are searched by a graph built in a thread of its own once they are many", async () => {
    await writeVectorIndex(folder, large, "fake", announce);
    const index = openVectorIndex(folder, "fake", announce);

    expect(index.size).toBe(GRAPH_FLOOR);
    expect(index.nearest(vectorAt(large, 4_321), 1)[0]?.id).toBe("v4321");
    expect(announced).toEqual(loadHnswLibrary() ? [] : [WITHOUT_HNSW_LIBRARY]);
  });

  it("[V11] are searched exactly, and one line says so, where hnswlib-node is missing", async () => {
    await writeVectorIndex(folder, large, "fake", announce, null);

    expect(announced).toEqual([WITHOUT_HNSW_LIBRARY]);
    expect(openVectorIndex(folder, "fake", announce, null).nearest(vectorAt(large, 99), 1)[0]?.id).toBe("v99");
  });

  it("[V11] are searched exactly where the graph came from a machine with hnswlib-node to one without", async () => {
    await writeVectorIndex(folder, large, "fake", announce);

    expect(openVectorIndex(folder, "fake", announce, null).nearest(vectorAt(large, 99), 1)[0]?.id).toBe("v99");
    expect(announced).toEqual([WITHOUT_HNSW_LIBRARY]);
  });

  it("[V10] leave zero vectors out", async () => {
    const entries = [
      ["empty", new Float32Array(8)],
      ...small.ids.map((id, row) => [id, vectorAt(small, row)] as const),
    ];
    await writeVectorIndex(folder, vectorsOf(entries as [string, Float32Array][], 8), "fake", announce);

    expect(openVectorIndex(folder, "fake", announce).size).toBe(50);
  });

  it.each(["vectors.f32", "vectors.manifest"])("[V12] are refused when %s was damaged", async (name) => {
    await writeVectorIndex(folder, small, "fake", announce);
    const bytes = readFileSync(join(folder, name));
    bytes[bytes.length >> 1]! ^= 0xff;
    writeFileSync(join(folder, name), bytes);

    expect(() => openVectorIndex(folder, "fake", announce)).toThrow(VectorFilesError);
  });

  it("[V12] are refused when the graph was cut off", async () => {
    await writeVectorIndex(folder, large, "fake", announce);
    const graph = join(folder, loadHnswLibrary() ? "vectors.hnsw" : "vectors.f32");
    writeFileSync(graph, readFileSync(graph).subarray(0, 10_000));

    expect(() => openVectorIndex(folder, "fake", announce)).toThrow(VectorFilesError);
  });

  it("[V12] are refused to another embedder than their own", async () => {
    await writeVectorIndex(folder, small, "fake", announce);

    expect(() => openVectorIndex(folder, "other", announce)).toThrow(/those of fake, not of other/);
  });

  it("[V12] are refused when the folder holds none", () => {
    expect(() => openVectorIndex(folder, "fake", announce)).toThrow(VectorFilesError);
  });
});
