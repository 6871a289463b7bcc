import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { type IndexedWords, LocalWordsIndexer, type WordsIndexer, type WordsSettings } from "./index-words.ts";
import type { WordForms } from "./language.ts";
import type { PageBatch } from "./page-batch.ts";
import { startWorker } from "./start-worker.ts";

export type ToWordsThread = PageBatch | "finish";
/** One batch is done; at the end all words. */
export type FromWordsThread = "done" | IndexedWords;

/** Bytes from which a second thread pays: starting it takes as long as reading about 2 MB. */
const FROM = 6 << 20;
/** Batches that lie before the thread: enough that it never waits, few enough that memory stays bounded. */
const WAITING = 16;

/** Where there is a second core, words of a large knowledge base are indexed on it while pages are read on the first. */
export function wordsIndexer(
  forms: WordForms,
  settings: WordsSettings,
  threads = availableParallelism(),
): WordsIndexer {
  return threads < 2 ? new LocalWordsIndexer(forms, settings) : new ThreadedWordsIndexer(forms, settings);
}

class ThreadedWordsIndexer implements WordsIndexer {
  private thread: WordsThread | undefined;
  private early: PageBatch[] = [];

  constructor(
    private readonly forms: WordForms,
    private readonly settings: WordsSettings,
  ) {}

  add(batch: PageBatch): Promise<void> | undefined {
    if (this.thread) return this.thread.add(batch);
    this.early.push(batch);
    if (this.early.reduce((sum, { bytes }) => sum + bytes.length, 0) < FROM) return undefined;
    const thread = new WordsThread(this.settings);
    this.thread = thread;
    for (const waiting of this.early.splice(0)) thread.send(waiting);
    return undefined;
  }

  finish(): IndexedWords | Promise<IndexedWords> {
    if (this.thread) return this.thread.finish();
    const here = new LocalWordsIndexer(this.forms, this.settings);
    for (const batch of this.early) here.add(batch);
    return here.finish();
  }

  async stop(): Promise<void> {
    await this.thread?.stop();
  }
}

class WordsThread {
  private readonly worker: Worker;
  private readonly words: Promise<IndexedWords>;
  private waiting = 0;
  private onDone = () => {};

  constructor(settings: WordsSettings) {
    this.worker = startWorker("words-worker", settings);
    this.words = new Promise((resolve, reject) => {
      this.worker.once("error", reject);
      this.worker.on("message", (message: FromWordsThread) => {
        if (message !== "done") return resolve(message);
        this.waiting--;
        this.onDone();
      });
    });
    // Whoever adds or finishes next is told of a failure.
    this.words.catch(() => {});
  }

  /** Resolves when the thread can take more. Rejects with what it failed with. */
  async add(batch: PageBatch): Promise<void> {
    this.send(batch);
    while (this.waiting >= WAITING) await Promise.race([this.words, this.done()]);
    // Messages of the thread are only heard when the event loop turns.
    await new Promise(setImmediate);
  }

  send(batch: PageBatch): void {
    this.worker.postMessage(batch satisfies ToWordsThread, [batch.bytes.buffer, batch.numbers.buffer]);
    this.waiting++;
  }

  /** The thread ends with it. Rejects with what it failed with. */
  finish(): Promise<IndexedWords> {
    this.worker.postMessage("finish" satisfies ToWordsThread);
    return this.words;
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private done(): Promise<void> {
    return new Promise((resolve) => {
      this.onDone = resolve;
    });
  }
}
