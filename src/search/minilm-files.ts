import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where `npm run models -- add minilm` puts things, and where the embedder looks for them. */
export type MinilmFiles = { model: string; vocabulary: string; runtime: string };

export const MODEL_FILE = "minilm-l6-dynint8.onnx";
export const VOCABULARY_FILE = "vocab.txt";

/** `modelFolder` may lie elsewhere when another copy of the model is to be measured. */
export function minilmFiles(dataDir: string, modelFolder: string = minilmFolder(dataDir)): MinilmFiles {
  const runtime = join(runtimeFolder(dataDir), "node_modules", "onnxruntime-web", "dist", "ort.node.min.mjs");
  return { model: join(modelFolder, MODEL_FILE), vocabulary: join(modelFolder, VOCABULARY_FILE), runtime };
}

export function minilmFolder(dataDir: string): string {
  return join(dataDir, "models", "minilm");
}

export function runtimeFolder(dataDir: string): string {
  return join(dataDir, "models", "onnxruntime-web");
}

export class MinilmMissingError extends Error {
  override readonly name = "MinilmMissingError";
}

/** Throws MinilmMissingError, which names the file and the command that brings it. */
export function expectMinilm({ model, vocabulary, runtime }: MinilmFiles): void {
  const missing = [model, vocabulary, runtime].find((file) => !existsSync(file));
  if (missing) throw new MinilmMissingError(`${missing} is missing. Run: npm run models -- add minilm`);
}
