import Libsql from "libsql";

/** Pages that one step of the search's merge writes: a few milliseconds. */
const MERGE_PAGES = 200;

export type Overwriting = {
  /** Ends the step; whoever serves customers lets them go first. */
  breathe: () => Promise<void>;
  /** Writes the whole file anew: for customers a pause of about a second for each 100 MB. */
  vacuum: boolean;
};

/**
 * Takes what was deleted out of the files, too. Rows are overwritten when they are deleted (`secure_delete`); the words of
 * the text search go when its parts are merged, and the write-ahead log when it is emptied. `VACUUM` leaves no page that
 * once held something else.
 */
export async function overwriteDeleted(file: string, { breathe, vacuum }: Overwriting): Promise<void> {
  const database = new Libsql(file, { timeout: 10_000 });
  try {
    database.exec("PRAGMA secure_delete = ON");
    await mergeSearchWords(database, breathe);
    if (vacuum) database.exec("VACUUM");
    database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
  } finally {
    database.close();
  }
}

/** `merge` with a negative number begins to put all parts into one, a positive one goes on; see FTS5's documentation. */
async function mergeSearchWords(database: Libsql.Database, breathe: () => Promise<void>): Promise<void> {
  const merge = database.prepare("INSERT INTO search_words (search_words, rank) VALUES ('merge', ?)");
  const written = database.prepare("SELECT total_changes() AS changes");
  const changes = () => (written.get() as { changes: number }).changes;
  for (let pages = -MERGE_PAGES; ; pages = MERGE_PAGES) {
    const before = changes();
    merge.run(pages);
    // Fewer than two changes: nothing was left to merge (FTS5, "The 'merge' command").
    if (changes() - before < 2) return;
    await breathe();
  }
}
