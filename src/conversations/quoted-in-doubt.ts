import type Libsql from "libsql";
import { IN_DOUBT } from "../protocol/answer-record.ts";

/** A condition on a row of `answer_records` or `shadow_drafts`. */
export const QUOTED_IN_DOUBT = `EXISTS (SELECT 1 FROM json_each(record, '$.fallbacks') WHERE value = '${IN_DOUBT}')`;

/** Those of the answers that quoted what may not answer. Records are long: only what is shown should be asked about. */
export function quotedInDoubt(database: Libsql.Database, answerIds: readonly string[]): Set<string> {
  const rows = database
    .prepare(`SELECT answer_id AS id FROM answer_records
      WHERE answer_id IN (SELECT value FROM json_each(?)) AND ${QUOTED_IN_DOUBT}`)
    .all(JSON.stringify(answerIds)) as { id: string }[];
  return new Set(rows.map(({ id }) => id));
}
