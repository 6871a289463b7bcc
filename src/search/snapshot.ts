import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { type LearnedQuestions, NothingIngestedError } from "./knowledge.ts";
import { DamagedIndexError } from "./section-file.ts";

/** The one file that says what the index is made of; replaced as a whole, so a reader sees the old index or the new. */
const CURRENT = "CURRENT";
const SEGMENT = "segment-";

const snapshotSchema = z.object({
  format: z.literal(2),
  /** Hash of what is indexed. */
  version: z.string(),
  /** Folders, the main segment first, then at most one with the pages that changed since it was built. */
  segments: z.array(z.string()).min(1).max(2),
  /** Paths of the main segment that a later one replaced, or that are gone. */
  hidden: z.array(z.string()),
  /** Mean field lengths of the main segment, for the next small one. */
  averages: z.object({ passages: z.array(z.number()), pages: z.array(z.number()) }),
  supportThreshold: z.number(),
  doubtThreshold: z.number(),
  /** The customer's own groups of synonyms. */
  synonyms: z.string(),
  /** Approved questions by the id of the passage that answers them. */
  learned: z.record(z.string(), z.array(z.string()).readonly()).default({}),
});

export type Snapshot = z.infer<typeof snapshotSchema>;

export const learnedIn = ({ learned }: Pick<Snapshot, "learned">): LearnedQuestions => new Map(Object.entries(learned));

export const currentFile = (folder: string): string => join(folder, CURRENT);

/** Throws NothingIngestedError or DamagedIndexError. */
export function readSnapshot(folder: string): Snapshot {
  let written: string;
  try {
    written = readFileSync(currentFile(folder), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new NothingIngestedError(folder);
    throw error;
  }
  const [checksum, json = ""] = written.split("\n", 2);
  if (json === "" || Number(checksum) !== crc32(json))
    throw new DamagedIndexError(currentFile(folder), "wrong checksum");
  const parsed = snapshotSchema.safeParse(JSON.parse(json));
  if (!parsed.success) throw new DamagedIndexError(currentFile(folder), "another version's format");
  return parsed.data;
}

/** An empty folder for a new segment; its name is in no snapshot yet. */
export function newSegmentFolder(folder: string): string {
  return mkdtempSync(join(folder, SEGMENT));
}

/**
 * Makes the snapshot the current one, then removes segments that it does not name. A reader that still has their files
 * open keeps reading them: POSIX frees a file only when nobody holds it.
 */
export function swapSnapshot(folder: string, snapshot: Snapshot): void {
  const json = JSON.stringify(snapshot);
  const temporary = join(folder, `${CURRENT}.new`);
  writeFileSync(temporary, `${crc32(json)}\n${json}`);
  syncToDisk(temporary);
  for (const segment of snapshot.segments) syncToDisk(join(folder, segment));
  renameSync(temporary, currentFile(folder));
  syncToDisk(folder);

  for (const name of segmentsIn(readdirSync(folder))) {
    if (!snapshot.segments.includes(name)) rmSync(join(folder, name), { recursive: true });
  }
}

export const segmentsIn = (names: readonly string[]): string[] => names.filter((name) => name.startsWith(SEGMENT));

/** Also for folders: without it a new name may be lost in a power cut. */
function syncToDisk(path: string): void {
  const handle = openSync(path, "r");
  fsyncSync(handle);
  closeSync(handle);
}
