import { type RawBuilder, sql } from "kysely";
import type { SqlCondition } from "../conversations/search-conditions.ts";

/** A condition of the search, for a query of kysely's. */
export function rawCondition<Value>({ sql: text, values }: SqlCondition): RawBuilder<Value> {
  const pieces = text.split("?").map((piece) => sql.raw(piece));
  return sql<Value>`${sql.join(
    pieces.flatMap((piece, at) => (at === 0 ? [piece] : [sql`${values[at - 1]}`, piece])),
    sql.raw(""),
  )}`;
}
