import { liveKnowledge } from "../src/compose-answers.ts";
import { composeModel, pricesFrom } from "../src/compose-model.ts";
import { redactionRules } from "../src/compose-privacy.ts";
import { productNameOf } from "../src/compose-product.ts";
import type { Config } from "../src/config.ts";
import { adviceFile } from "../src/models/advice-file.ts";
import { emptyRegistry, readRegistry } from "../src/models/registry.ts";
import { replaceFile } from "../src/models/replace-file.ts";
import type { Advice } from "../src/protocol/advice.ts";
import { readProbes } from "../src/search/probes.ts";
import { defaultEmbedder } from "../src/search/static-embedder.ts";
import { closedBookBy } from "./advise/closed-book.ts";
import { nearnessBy } from "./advise/nearness.ts";
import { trainersAt } from "./advise/trainers.ts";
import { adviseOn } from "./advise.ts";
import { examplesOf } from "./build/examples-of.ts";
import { desk, expectKnowledge } from "./desk.ts";
import { cleaned, gathered, runs } from "./loop.ts";
import { split } from "./split.ts";
import { unservedIntents } from "./untrained.ts";

/** Prompt or fine-tune, for every labelled intent of what was collected; kept for the console. */
export async function askAdvice(config: Config, seed: number, say: (line: string) => void): Promise<Advice> {
  await expectKnowledge(config);
  const registry = readRegistry(config.dataDir);
  const live = new Set(Object.keys(registry.serving));
  const nothingVerified = { reply: async () => null };
  const examples = gathered(config).flatMap(examplesOf);
  const embedder = defaultEmbedder(config.root);
  const unserved = unservedIntents(split((await cleaned(config)).kept), runs(config));
  const { writer } = await composeModel(config);
  const advice = await adviseOn(examples, {
    documentation: await desk(config, emptyRegistry, nothingVerified),
    serving: await desk(config, registry, nothingVerified),
    knowledge: (await liveKnowledge(config)).current(),
    live,
    embedder,
    nearness: await nearnessBy(embedder, readProbes(config.root)),
    closedBook: closedBookBy({ model: writer?.model ?? null, root: config.root, productName: productNameOf(config) }),
    prices: pricesFrom(config),
    rules: redactionRules(config),
    // What a model serves already is judged beside the documentation.
    untrained: new Map([...unserved].filter(([intent]) => !live.has(intent))),
    trainers: trainersAt(config, examples),
    seed,
    now: () => new Date().toISOString(),
    say,
  });
  replaceFile(adviceFile(config.dataDir), JSON.stringify(advice));
  return advice;
}
