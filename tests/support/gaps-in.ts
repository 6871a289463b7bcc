import { projectRoot } from "../../src/config.ts";
import { readingConnection } from "../../src/conversations/libsql-database.ts";
import { readGaps } from "../../src/insights/read-gaps.ts";
import type { GapsQuery, GapView } from "../../src/protocol/insights.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";

/** The documentation gaps that a database knows of. */
export async function gapsIn(file: string, query: GapsQuery = {}): Promise<GapView[]> {
  const database = readingConnection(file);
  try {
    return await readGaps(database, { ...query, now: 0 }, defaultEmbedder(projectRoot()));
  } finally {
    database.close();
  }
}
