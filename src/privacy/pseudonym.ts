import { createHash } from "node:crypto";

const LENGTH = 24;

/** The same for the same text, so that a log collected again and an erasure by the log's own id find it. */
export const pseudonymOf = (written: string): string =>
  `p-${createHash("sha256").update(written).digest("hex").slice(0, LENGTH)}`;

/** A conversation may be named by what the log called it, or by what is kept of that. */
export const bothNames = (id: string): string[] => [id, pseudonymOf(id)];
