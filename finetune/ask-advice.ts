import { mkdirSync } from "node:fs";
import { liveKnowledge } from "../src/compose.ts";
import type { Config } from "../src/config.ts";
import { adviceFile } from "../src/models/advice-file.ts";
import { readRegistry } from "../src/models/registry.ts";
import { replaceFile } from "../src/models/replace-file.ts";
import { shippedGazetteer } from "../src/privacy/gazetteer.ts";
import type { Advice } from "../src/protocol/advice.ts";
import { defaultEmbedder } from "../src/search/static-embedder.ts";
import { adviseOn } from "./advise.ts";
import { examplesOf } from "./build/examples-of.ts";
import { desk, expectKnowledge } from "./desk.ts";
import { folderOf, gathered } from "./loop.ts";

/** Prompt or fine-tune, for every labelled intent of what was collected; kept for the console. */
export async function askAdvice(config: Config, seed: number, say: (line: string) => void): Promise<Advice> {
  await expectKnowledge(config);
  mkdirSync(folderOf(config, "collected"), { recursive: true });
  const registry = readRegistry(config.dataDir);
  const advice = await adviseOn(gathered(config).flatMap(examplesOf), {
    documentation: await desk(config, { format: 1, serving: {} }, { reply: async () => null }),
    serving: await desk(config, registry),
    knowledge: (await liveKnowledge(config)).current(),
    live: new Set(Object.keys(registry.serving)),
    embedder: defaultEmbedder(config.root),
    rules: { gazetteer: shippedGazetteer(config.root), patterns: [] },
    trainers: trainersAt(config),
    seed,
    now: () => new Date().toISOString(),
    say,
  });
  replaceFile(adviceFile(config.dataDir), JSON.stringify(advice));
  return advice;
}

/** What can be trained here, and who would keep it fresh. */
const trainersAt = ({ OPENAI_API_KEY, OPENAI_BASE_URL }: Config): Advice["trainers"] => [
  { name: "embedded", ready: true, note: "seconds on this machine, no cost; finetune -- run repeats it" },
  {
    name: "openai-compatible",
    ready: OPENAI_API_KEY !== "" || OPENAI_BASE_URL !== "",
    note: "paid by the token; needs OPENAI_API_KEY, and an engineer who repeats it when replies change",
  },
  { name: "lora", ready: false, note: "a GPU or hours of two cores, and Python; an engineer keeps it" },
];
