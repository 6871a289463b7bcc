import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { copyFile, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { minilmEmbedder } from "./minilm-embedder.ts";
import { MODEL_FILE, minilmFiles, minilmFolder, runtimeFolder, VOCABULARY_FILE } from "./minilm-files.ts";

/** Apache-2.0. The dynamic int8 export of sentence-transformers/all-MiniLM-L6-v2, 23 MB. */
export const PUBLIC_HOME = "https://huggingface.co/Xenova/all-MiniLM-L6-v2/resolve/main";
const PUBLIC_NAMES = { [MODEL_FILE]: "onnx/model_quantized.onnx", [VOCABULARY_FILE]: "vocab.txt" };

const RUNTIME = "onnxruntime-web@1.30.0";
/** 15 of the package's 148 MB. */
const RUNTIME_FILES = ["ort.node.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"];

export class ModelInstallError extends Error {
  override readonly name = "ModelInstallError";
}

export type InstallOptions = {
  dataDir: string;
  /** A folder with the two files, or the address that they are fetched from. */
  from: string;
  say: (line: string) => void;
};

/** Brings model, vocabulary and runtime, then tries them. Safe to repeat. Throws ModelInstallError with what to do. */
export async function installMinilm({ dataDir, from, say }: InstallOptions): Promise<void> {
  const folder = minilmFolder(dataDir);
  await mkdir(folder, { recursive: true });
  for (const name of [MODEL_FILE, VOCABULARY_FILE] as const) {
    say(`${name} from ${from} …`);
    await bring(name, from, join(folder, name));
  }

  say(`${RUNTIME} from the package registry …`);
  await installRuntime(runtimeFolder(dataDir));
  await tryOut(dataDir);
}

async function bring(name: keyof typeof PUBLIC_NAMES, from: string, to: string): Promise<void> {
  try {
    if (URL.canParse(from) && from.startsWith("http")) await download(`${from}/${PUBLIC_NAMES[name]}`, `${to}.partial`);
    else await copyFile(join(from, name), `${to}.partial`);
  } catch (cause) {
    throw new ModelInstallError(
      `${name} could not be read from ${from}. With no network, fetch it elsewhere and pass its folder: --from DIR`,
      { cause },
    );
  }
  await rename(`${to}.partial`, to);
}

async function download(address: string, to: string): Promise<void> {
  const response = await fetch(address);
  if (!response.ok || !response.body) throw new Error(`${address} answered ${response.status}`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(to));
}

/** Installed beside the data and not by package.json: nobody else should carry it. */
async function installRuntime(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const flags = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"];
  try {
    await promisify(execFile)("npm", ["install", "--prefix", folder, ...flags, RUNTIME], {
      shell: process.platform === "win32",
    });
  } catch (cause) {
    throw new ModelInstallError(`npm could not install ${RUNTIME}. Check the network and run the command again.`, {
      cause,
    });
  }

  const dist = join(folder, "node_modules", "onnxruntime-web", "dist");
  for (const name of await readdir(dist)) {
    if (!RUNTIME_FILES.includes(name)) await rm(join(dist, name), { recursive: true });
  }
}

/** A wrong file would show only as poor answers, so two sentences of one meaning are compared with a third. */
async function tryOut(dataDir: string): Promise<void> {
  const texts = ["How do I change my password?", "I forgot the secret word I sign in with", "The train is late today"];
  const [question, same, other] = await minilmEmbedder(minilmFiles(dataDir)).embed(texts);

  if (dot(question!, same!) < dot(question!, other!) + 0.2) {
    throw new ModelInstallError("The model was installed but does not work: its vectors make no sense.");
  }
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, i) => sum + value * other[i]!, 0);
}
