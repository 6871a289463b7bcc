import { readFileSync } from "node:fs";

/** A file that the loop wrote itself: a disk, or somebody's editor, did the rest. */
export class DamagedFileError extends Error {
  constructor(file: string, cause: unknown) {
    super(
      `${file} is damaged: ${(cause as Error).message}. Restore it from a backup, or delete it and run again the verb that made it.`,
      { cause },
    );
    this.name = "DamagedFileError";
  }
}

/** What a file holds, or a line of it. Throws DamagedFileError. */
export function jsonIn(file: string, text = readFileSync(file, "utf8")): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedFileError(file, error);
  }
}
