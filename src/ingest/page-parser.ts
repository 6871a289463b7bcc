import type { Passage } from "../search/passage.ts";

export type ParsedPage = {
  /** The page as Markdown: what `/docs` shows and the passages' offsets count in. */
  markdown: string;
  passages: Passage[];
};

/** Why a file is left out, for its author. */
export type Unusable = { reason: string };

/** Reads pages of documents that nobody vouches for. */
export interface PageParser {
  /** Never rejects for what the file holds. Any number of calls may run at once. */
  parse(path: string, bytes: Uint8Array): Promise<ParsedPage | Unusable>;
  close(): Promise<void>;
}
