import { availableParallelism } from "node:os";
import { SegmentBuilder, type SegmentSettings } from "./build-segment.ts";
import type { WordForms } from "./language.ts";
import type { Passage } from "./passage.ts";
import type { SegmentArrays } from "./segment.ts";
import { SegmentThread } from "./segment-thread.ts";

/** Passages from which a second thread pays: starting it takes as long as reading about 3,000. */
const FROM = 10_000;
const BATCH = 200;
/** Of every four batches the thread gets three: this one reads the pages, and joins both parts in the end. */
const ROUND = 4;
const THEIRS = 3;

/** Gives the thread its share of the pages, the same for the same pages, so that a build can be repeated. */
export class MainSegmentBuilder {
  private readonly builder: SegmentBuilder;
  private thread: SegmentThread | undefined;
  private batch: Passage[][] = [];
  private batches = 0;
  pages = 0;
  passages = 0;

  constructor(
    private readonly folder: string,
    words: WordForms,
    private readonly settings: SegmentSettings,
    private readonly threads = availableParallelism(),
  ) {
    this.builder = new SegmentBuilder(folder, words, settings);
  }

  /** Undefined when the next page can come at once: a promise for each page would cost more than most pages. */
  addPage(page: Passage[]): Promise<void> | undefined {
    this.pages++;
    this.passages += page.length;
    if (this.threads < 2 || this.passages < FROM) {
      this.builder.addPage(page);
      return undefined;
    }
    this.batch.push(page);
    return this.batch.length < BATCH ? undefined : this.dealBatch();
  }

  async finish(): Promise<SegmentArrays> {
    for (const page of this.batch) this.builder.addPage(page);
    if (this.thread) this.builder.absorb(await this.thread.finish());
    return this.builder.finish();
  }

  /** After a failure: the thread would otherwise keep the process alive. */
  async stop(): Promise<void> {
    await this.thread?.stop();
  }

  private dealBatch(): Promise<void> | undefined {
    const pages = this.batch;
    this.batch = [];
    if (this.batches++ % ROUND < THEIRS) {
      this.thread ??= new SegmentThread({ folder: this.folder, settings: this.settings });
      return this.thread.add(pages);
    }
    for (const page of pages) this.builder.addPage(page);
    return undefined;
  }
}
