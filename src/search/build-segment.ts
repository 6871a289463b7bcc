import { join } from "node:path";
import type { WordsIndexer } from "./index-words.ts";
import { PageBatchWriter } from "./page-batch.ts";
import type { Passage } from "./passage.ts";
import { PassageWriter } from "./passage-file.ts";
import { idHash, idTable } from "./passage-ids.ts";
import { type SegmentArrays, TEXTS } from "./segment.ts";
import { grown } from "./vocabulary.ts";

/** Approved questions that a passage answers, by passage id. */
export type Learned = ReadonlyMap<string, readonly string[]>;

/** Collects pages, writes their texts to the folder as they come, and ends with the arrays for `writeSegment`. */
export class SegmentBuilder {
  private readonly texts: PassageWriter;
  private readonly batch = new PageBatchWriter();
  private readonly paths: string[] = [];
  private readonly pageStarts: number[] = [0];
  private idHashes = new Uint32Array(1 << 12);

  constructor(
    folder: string,
    private readonly words: WordsIndexer,
    private readonly learned: Learned,
  ) {
    this.texts = new PassageWriter(join(folder, TEXTS));
  }

  get pages(): number {
    return this.paths.length;
  }

  get passages(): number {
    return this.texts.count;
  }

  /** The passages of one page in reading order; at least one. Undefined when the next page can come at once. */
  addPage(page: readonly Passage[]): Promise<void> | undefined {
    const { batch, texts } = this;
    const first = page[0]!;
    batch.startPage(first, page.length);
    for (const passage of page) {
      this.registerId(passage.id);
      texts.append(passage, batch.add(passage, this.learned.get(passage.id) ?? []));
    }
    this.paths.push(first.path);
    this.pageStarts.push(this.passages);
    return batch.full ? this.words.add(batch.take()) : undefined;
  }

  async finish(): Promise<SegmentArrays> {
    await this.words.add(this.batch.take());
    const words = this.words.finish();
    // While another thread may still be at work.
    const places = this.texts.finish();
    const idSlots = idTable(this.idHashes.subarray(0, this.passages));
    const pageStarts = Uint32Array.from(this.pageStarts);
    return { ...(await words), pageStarts, paths: this.paths, idSlots, places };
  }

  private registerId(id: string): void {
    if (this.passages === this.idHashes.length) this.idHashes = grown(this.idHashes, 2 * this.passages);
    this.idHashes[this.passages] = idHash(id);
  }
}
