import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { claimFile } from "./claim-file.ts";
import { replaceFile } from "./replace-file.ts";

/** Which model serves which intent. One small file in the data folder, read at every question, replaced as a whole. */
const servingSchema = z.object({
  /** Names a folder below `models/`. */
  model: z.string(),
  /** Share of conversations in 0..1. */
  share: z.number().min(0).max(1),
  /** What served before, for the way back; null: the documentation. */
  previous: z.string().nullable(),
  /** Why, in words and numbers. */
  reason: z.string(),
});
export type Serving = z.infer<typeof servingSchema>;

const registrySchema = z.object({ format: z.literal(1), serving: z.record(z.string(), servingSchema) });
export type Registry = z.infer<typeof registrySchema>;

/** As it lies on the disk. Those of before had no checksum, and what a person changed by hand may have none. */
const keptSchema = registrySchema.extend({ sha256: z.string().optional() });

export class RegistryError extends Error {
  constructor(file: string, problem: string) {
    super(`${file} cannot be read: ${problem}.`);
    this.name = "RegistryError";
  }
}

export const registryFile = (dataDir: string) => join(dataDir, "models", "registry.json");
export const modelFolder = (dataDir: string, model: string) => join(dataDir, "models", "tuned", model);

/** Empty where nothing was promoted yet. Throws RegistryError. */
export function readRegistry(dataDir: string): Registry {
  const file = registryFile(dataDir);
  if (!existsSync(file)) return { format: 1, serving: {} };
  try {
    const { sha256, ...registry } = keptSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    if (sha256 === undefined || sha256 === checksumOf(registry)) return registry;
  } catch (error) {
    if (error instanceof z.ZodError) throw new RegistryError(file, "it is no registry of this program");
    throw new RegistryError(file, error instanceof Error ? error.message : String(error));
  }
  throw new RegistryError(file, "it is not as it was written");
}

/** A running server takes it up at its next question. */
export function writeRegistry(dataDir: string, registry: Registry): void {
  // Read by the schema, so that the checksum is of what will be read, in the same order of keys.
  const written = registrySchema.parse(registry);
  const kept = { ...written, sha256: checksumOf(written) };
  replaceFile(registryFile(dataDir), `${JSON.stringify(kept, null, 2)}\n`);
}

/** Far longer than it takes to read and write one small file. */
const CLAIM_MS = 5_000;

/**
 * What `decide` makes of the registry takes its place; null leaves it. Nobody else changes it meanwhile, whichever program
 * they are. Throws RegistryError, FileClaimedError.
 */
export function changeRegistry<Decided extends { registry: Registry | null }>(
  dataDir: string,
  decide: (registry: Registry) => Decided,
): Decided {
  const giveBack = claimFile(`${registryFile(dataDir)}.lock`, CLAIM_MS);
  try {
    const decided = decide(readRegistry(dataDir));
    if (decided.registry) writeRegistry(dataDir, decided.registry);
    return decided;
  } finally {
    giveBack();
  }
}

const checksumOf = ({ serving }: Registry) => createHash("sha256").update(JSON.stringify(serving)).digest("hex");

export type Promotion = { intent: string; model: string; share: number; reason: string };

/** Pure. The same promotion again changes nothing, so that the way back is not lost. */
export function promote(registry: Registry, { intent, ...entry }: Promotion): Registry {
  const now = registry.serving[intent];
  const previous = now?.model === entry.model ? now.previous : (now?.model ?? null);
  return { ...registry, serving: { ...registry.serving, [intent]: { ...entry, previous } } };
}

const ROLLED_BACK = "rolled back";

/** Pure. What serves by a rollback; rolled back once more, the documentation would. */
export const isRolledBack = (registry: Registry, intent: string): boolean =>
  registry.serving[intent]?.reason === ROLLED_BACK;

/** Pure. Back to what served the intent before; from there to the documentation. */
export function rollback(registry: Registry, intent: string): Registry {
  const { [intent]: now, ...others } = registry.serving;
  if (!now?.previous) return { ...registry, serving: others };
  const back = { model: now.previous, share: 1, previous: null, reason: ROLLED_BACK };
  return { ...registry, serving: { ...others, [intent]: back } };
}

/**
 * Pure. As if these models had never been: what they served goes to the documentation, and there is no way back to them.
 * `intents`: those that were served by one of them.
 */
export function withoutModels(
  registry: Registry,
  models: readonly string[],
): { registry: Registry; intents: string[] } {
  const entries = Object.entries(registry.serving);
  const gone = (model: string | null) => model !== null && models.includes(model);
  const stay = entries
    .filter(([, { model }]) => !gone(model))
    .map(([intent, entry]) => [intent, { ...entry, previous: gone(entry.previous) ? null : entry.previous }] as const);
  return {
    registry: { ...registry, serving: Object.fromEntries(stay) },
    intents: entries.filter(([, { model }]) => gone(model)).map(([intent]) => intent),
  };
}

/** Pure. What evaluation looks at: an intent in canary counts as live. */
export function atFullShare({ format, serving }: Registry): Registry {
  return {
    format,
    serving: Object.fromEntries(Object.entries(serving).map(([intent, entry]) => [intent, { ...entry, share: 1 }])),
  };
}
