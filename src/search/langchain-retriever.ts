import { Document } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import type { KnowledgeSource } from "./knowledge.ts";

/** What stands beside a passage's text; plain values, so that any chain can keep or print them. */
export type PassageMetadata = {
  id: string;
  path: string;
  anchor: string;
  title: string;
  heading: string;
  source: string;
  hash: string;
  /** Comparable within one result only. */
  score: number;
};

export type PassageDocument = Document<PassageMetadata>;

/**
 * Our retrieval for LangChain's chains, agents and evaluators: best passages first, out of the newest snapshot at each
 * call. Importing this file loads @langchain/core, so nothing on the way to a server without a model imports it.
 */
export class SwitchboardRetriever extends BaseRetriever<PassageMetadata> {
  override lc_namespace = ["switchboard", "retrievers"];

  constructor(
    private readonly knowledge: KnowledgeSource,
    private readonly limit = 10,
  ) {
    super();
  }

  static override lc_name(): string {
    return "SwitchboardRetriever";
  }

  override async _getRelevantDocuments(query: string): Promise<PassageDocument[]> {
    const { hits } = await this.knowledge.current().search({ text: query, limit: this.limit });

    return hits.map(({ passage: { id, path, anchor, title, headings, source, hash, text }, score }) => {
      const metadata = { id, path, anchor, title, heading: headings.join(" > "), source, hash, score };
      return new Document({ id, pageContent: text, metadata });
    });
  }
}
