import type { Worker } from "node:worker_threads";
import type { Embedder } from "./embedder.ts";
import { expectMinilm, type MinilmFiles } from "./minilm-files.ts";
import type { EmbedReply, EmbedRequest } from "./minilm-worker.ts";
import { startWorker } from "./start-worker.ts";

const DIMENSIONS = 384;

type Waiting = { resolve: (vector: Float32Array | null) => void; reject: (error: Error) => void };

/**
 * all-MiniLM-L6-v2 in a thread of its own, which starts with the first text (1–2 s, 100 MB). 20–50 ms a question, 100–165 ms
 * a passage. Throws MinilmMissingError when `npm run models -- add minilm` was not run.
 */
export function minilmEmbedder(files: MinilmFiles): Embedder {
  expectMinilm(files);
  let thread: ReturnType<typeof modelThread> | null = null;

  return {
    id: "minilm-l6-dynint8",
    dimensions: DIMENSIONS,
    slow: true,
    async embed(texts) {
      thread ??= modelThread(files, () => {
        thread = null;
      });
      const vectors = await Promise.all(texts.map(thread.vectorOf));
      return vectors.map((vector) => vector ?? new Float32Array(DIMENSIONS));
    },
  };
}

function modelThread(
  files: MinilmFiles,
  onEnd: () => void,
): { vectorOf: (text: string) => Promise<Float32Array | null> } {
  const worker = startWorker("minilm-worker", files);
  const waiting = new Map<number, Waiting>();
  let asked = 0;

  worker.on("message", (reply: EmbedReply) => settle(worker, waiting, reply));
  let fault = new Error("The embedding model's thread ended.");
  worker.on("error", (error: Error) => {
    fault = error;
  });
  worker.on("exit", () => {
    onEnd();
    for (const { reject } of waiting.values()) reject(fault);
  });

  return {
    vectorOf: (text) =>
      new Promise((resolve, reject) => {
        const request: EmbedRequest = { number: asked++, text };
        waiting.set(request.number, { resolve, reject });
        // The thread keeps the process alive only while somebody waits for it.
        worker.ref();
        worker.postMessage(request);
      }),
  };
}

function settle(worker: Worker, waiting: Map<number, Waiting>, reply: EmbedReply): void {
  const asker = waiting.get(reply.number);
  waiting.delete(reply.number);
  if (waiting.size === 0) worker.unref();

  if ("error" in reply) asker?.reject(new Error(reply.error));
  else asker?.resolve(reply.vector);
}
