import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { encode, meanOfTokens } from "./minilm-encoding.ts";
import type { MinilmFiles } from "./minilm-files.ts";
import { readWordPieces } from "./word-pieces.ts";

/** The model's thread: a question takes 20 to 50 ms of computing, which the server's own thread must not wait for. */
export type EmbedRequest = { number: number; text: string };
/** `vector` is null for a text that the model cannot read. */
export type EmbedReply = { number: number; vector: Float32Array | null } | { number: number; error: string };

/** What is used of onnxruntime-web, which is installed on demand and so has no types here. */
type Tensor = { data: Float32Array; dims: number[] };
type Session = { run(inputs: Record<string, unknown>): Promise<{ last_hidden_state: Tensor }> };
type Runtime = {
  env: { wasm: { numThreads: number } };
  Tensor: new (type: "int64", data: BigInt64Array, dims: number[]) => unknown;
  InferenceSession: { create(model: Uint8Array, options: { executionProviders: string[] }): Promise<Session> };
};

const files = workerData as MinilmFiles;
const runtime = (await import(pathToFileURL(files.runtime).href)) as Runtime;
runtime.env.wasm.numThreads = 1;
const session = await runtime.InferenceSession.create(readFileSync(files.model), { executionProviders: ["wasm"] });
const pieces = readWordPieces(readFileSync(files.vocabulary, "utf8"));

// A session runs one text at a time, and a batch would change the result: activations are quantised over all of it.
let last: Promise<void> = Promise.resolve();
parentPort!.on("message", (request: EmbedRequest) => {
  last = last.then(async () => parentPort!.postMessage(await reply(request)));
});

async function reply({ number, text }: EmbedRequest): Promise<EmbedReply> {
  try {
    const ids = encode(text, pieces);
    return { number, vector: ids && (await embed(ids)) };
  } catch (error) {
    return { number, error: String(error) };
  }
}

async function embed(ids: number[]): Promise<Float32Array> {
  const tensor = (values: number[]) =>
    new runtime.Tensor("int64", BigInt64Array.from(values.map(BigInt)), [1, ids.length]);
  const { last_hidden_state: hidden } = await session.run({
    input_ids: tensor(ids),
    attention_mask: tensor(ids.map(() => 1)),
    token_type_ids: tensor(ids.map(() => 0)),
  });
  return meanOfTokens(hidden.data, hidden.dims[2]!);
}
