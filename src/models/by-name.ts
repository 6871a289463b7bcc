import { z } from "zod";

/**
 * A record by names that a log brings, such as intents: one may be called `constructor` or `__proto__`. Zod's own record
 * loses the latter without a word.
 */
export function byName<Schema extends z.ZodType>(value: Schema) {
  const pairs = z.array(z.tuple([z.string(), value]));
  return z
    .custom<Record<string, z.input<Schema>>>(isRecord)
    .transform((record) => Object.entries(record) as z.input<typeof pairs>)
    .pipe(pairs)
    .transform((entries): Record<string, z.output<Schema>> => Object.fromEntries(entries));
}

const isRecord = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands under the name, and nothing of what every object inherits. */
export const namedIn = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
