import { inlineParser } from "./inline-parser.ts";
import { serveParent } from "./serve-parent.ts";

/** The other end of process-parser.ts. */
const parser = inlineParser();
serveParent(({ path, bytes }: { path: string; bytes: Uint8Array }) => parser.parse(path, bytes));
