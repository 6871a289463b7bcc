import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DamagedIndexError } from "./section-file.ts";
import { openSegment } from "./segment.ts";
import { readSnapshot, segmentsIn } from "./snapshot.ts";

/**
 * Compares every byte of an index with its checksums, texts included, which a search reads only as it needs them.
 * Throws NothingIngestedError or DamagedIndexError. Costs a read of the whole index, some 100 ms for 30,000 passages.
 */
export function checkIndex(folder: string): void {
  for (const segment of readSnapshot(folder).segments) checkSegment(join(folder, segment));
}

function checkSegment(folder: string): void {
  try {
    const { pageOf, texts } = openSegment(folder);
    for (let passage = 0; passage < pageOf.length; passage += 1) texts.record(passage);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    throw code === "ENOENT" ? new DamagedIndexError(path ?? folder, "missing") : error;
  }
}

/** Parts of an index to which nothing points: it was not finished, or what points to it is gone. */
export function hasLooseSegments(folder: string): boolean {
  return existsSync(folder) && segmentsIn(readdirSync(folder)).length > 0;
}
