// `node --import ./scripts/run-typescript.mjs FILE.ts`: how a worker thread runs from the sources, as it does under jest.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";

if (!import.meta.url.endsWith("?hooks")) register(`${import.meta.url}?hooks`);

export async function load(url, context, nextLoad) {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) return nextLoad(url, context);
  const { transformSync } = await import("esbuild");
  const options = { loader: "ts", format: "esm", target: "node20", sourcefile: fileURLToPath(url) };
  return {
    format: "module",
    source: transformSync(readFileSync(fileURLToPath(url), "utf8"), options).code,
    shortCircuit: true,
  };
}
