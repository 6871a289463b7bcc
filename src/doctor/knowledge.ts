import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { brokenPages } from "../ingest/documentation.ts";
import { indexFolder, servingFolder } from "../ingest/knowledge-folder.ts";
import { readTunedModel } from "../intents/tuned-model.ts";
import { modelFolder, readRegistry } from "../models/registry.ts";
import { checkIndex, hasLooseSegments } from "../search/check-index.ts";
import { NothingIngestedError } from "../search/knowledge.ts";
import { expectMinilm, minilmFiles } from "../search/minilm-files.ts";
import { currentFile, readSnapshot } from "../search/snapshot.ts";
import { defaultEmbedder } from "../search/static-embedder.ts";
import { checkVectorFiles } from "../search/vector-files.ts";
import { type Finding, fail, messageOf, ok, warn } from "./finding.ts";

const INGEST = "Run: npm run ingest";

/** Whether the index is whole, by what a start compares, and as new as the documentation. */
export function index(config: Config): Finding[] {
  const documentation = servingFolder(config);
  const folder = indexFolder(config.dataDir, documentation);
  if (!existsSync(documentation)) {
    return [fail("index", `The documentation ${documentation} is not there.`, "Run: npm run ingest -- DIR")];
  }
  try {
    checkIndex(folder);
    return [age(documentation, folder), ...pages(folder), ...vectors(config, folder)];
  } catch (error) {
    if (!(error instanceof NothingIngestedError)) return [fail("index", messageOf(error), INGEST)];
    if (!hasLooseSegments(folder)) return [ok("index", `${documentation} is read at the first start.`)];
    return [fail("index", `The index of ${documentation} was not finished, or its file CURRENT is missing.`, INGEST)];
  }
}

function age(documentation: string, folder: string): Finding {
  const made = statSync(currentFile(folder)).mtimeMs;
  const changed = newestChange(documentation);
  const says = `${documentation} was read on ${day(made)} (version ${readSnapshot(folder).version.slice(0, 8)}), and its index is whole.`;
  if (changed <= made) return ok("index", says);
  return warn("index", `${says} It was changed on ${day(changed)}.`, `${INGEST}, or keep ingest --watch running`);
}

/** What `/docs` shows. */
function pages(folder: string): Finding[] {
  const broken = brokenPages(folder);
  if (broken === null) return [fail("pages", `The list of pages in ${folder} is missing or damaged.`, INGEST)];
  if (broken.length === 0) return [];
  const shown = broken.slice(0, 3).join(", ");
  return [fail("pages", `${broken.length} pages cannot be shown at /docs any more, among them ${shown}.`, INGEST)];
}

/** Without them questions are searched by their words alone, which a start says and survives. */
function vectors({ EMBEDDER }: Config, folder: string): Finding[] {
  if (EMBEDDER !== "minilm" && !EMBEDDER.startsWith("openai:")) return [];
  try {
    for (const segment of readSnapshot(folder).segments) checkVectorFiles(join(folder, segment));
    return [ok("vectors", "All of them are whole.")];
  } catch (error) {
    return [warn("vectors", `${messageOf(error)}: questions are searched by their words alone.`, INGEST)];
  }
}

const day = (time: number) => new Date(time).toISOString().slice(0, 16).replace("T", " ");

function newestChange(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => !/(^|\/)(\.|node_modules)/.test(name),
  );
  const times = files.map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return times.reduce((newest, time) => Math.max(newest, time), 0);
}

/** Files of the embedder that is set, and of each tuned model that serves. */
export function modelFiles(config: Config): Finding[] {
  return [...embedder(config), ...tuned(config)];
}

function embedder({ EMBEDDER, dataDir }: Config): Finding[] {
  if (EMBEDDER !== "minilm") return [];
  try {
    expectMinilm(minilmFiles(dataDir));
    return [ok("embedder", "MiniLM is there.")];
  } catch (error) {
    return [fail("embedder", messageOf(error), "Run: npm run models -- add minilm, or set EMBEDDER=static")];
  }
}

function tuned({ dataDir, root }: Config): Finding[] {
  try {
    const models = new Set(Object.values(readRegistry(dataDir).serving).map(({ model }) => model));
    return [...models].map((model) => {
      try {
        readTunedModel(modelFolder(dataDir, model), model, defaultEmbedder(root));
        return ok("tuned model", `${model} can be read.`);
      } catch (error) {
        return fail(
          "tuned model",
          `${model}: ${messageOf(error)}`,
          "Run: npm run finetune -- run, or roll the intents back",
        );
      }
    });
  } catch (error) {
    return [
      fail(
        "tuned models",
        messageOf(error),
        "Restore models/registry.json from a backup, or delete it: documentation answers",
      ),
    ];
  }
}
