import type { Worker } from "node:worker_threads";
import type { SegmentPart, SegmentSettings } from "./build-segment.ts";
import type { Passage } from "./passage.ts";
import { startWorker } from "./start-worker.ts";

export type SegmentThreadJob = { folder: string; settings: SegmentSettings };
export type ToSegmentThread = { pages: Passage[][] } | "finish";
/** One batch is done; at the end the whole part. */
export type FromSegmentThread = "done" | SegmentPart;

/** Batches that lie before the thread: enough that it never waits, few enough that memory stays bounded. */
const WAITING = 4;

/** Builds a part of a segment on a second core. */
export class SegmentThread {
  private readonly worker: Worker;
  private readonly part: Promise<SegmentPart>;
  private waiting = 0;
  private onDone = () => {};

  constructor(job: SegmentThreadJob) {
    this.worker = startWorker("segment-worker", job);
    this.part = new Promise((resolve, reject) => {
      this.worker.once("error", reject);
      this.worker.on("message", (message: FromSegmentThread) => {
        if (message !== "done") return resolve(message);
        this.waiting--;
        this.onDone();
      });
    });
    // Whoever adds or finishes next is told of a failure.
    this.part.catch(() => {});
  }

  /** Resolves when the thread can take more. Rejects with what it failed with. */
  async add(pages: Passage[][]): Promise<void> {
    this.send({ pages });
    this.waiting++;
    while (this.waiting >= WAITING) await Promise.race([this.part, this.done()]);
  }

  /** The thread ends with it. Rejects with what it failed with. */
  finish(): Promise<SegmentPart> {
    this.send("finish");
    return this.part;
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private send(message: ToSegmentThread): void {
    this.worker.postMessage(message);
  }

  private done(): Promise<void> {
    return new Promise((resolve) => {
      this.onDone = resolve;
    });
  }
}
