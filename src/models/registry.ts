import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { byName, namedIn } from "./by-name.ts";
import { claimFile } from "./claim-file.ts";
import { replaceFile } from "./replace-file.ts";

/** Which model serves which intent. One small file in the data folder, read at every question, replaced as a whole. */
const servingSchema = z.object({
  /** Names a folder below `models/`. */
  model: z.string(),
  /** Share of conversations in 0..1. */
  share: z.number().min(0).max(1),
  /** What served before, for the way back and for conversations beside the share; null: the documentation. */
  previous: z.string().nullable(),
  /** What served everybody before that, the latest last; absent where nothing did. */
  earlier: z.array(z.string()).optional(),
  /** Why, in words and numbers. */
  reason: z.string(),
});
export type Serving = z.infer<typeof servingSchema>;

const takenBackSchema = z.object({
  model: z.string(),
  /** ISO 8601. */
  at: z.string(),
  by: z.string(),
  /** Why, in words and numbers. */
  reason: z.string(),
});
/** A model that an intent was taken from: `run` does not bring it back. */
export type TakenBack = z.infer<typeof takenBackSchema>;

const registrySchema = z.object({
  format: z.literal(2),
  serving: byName(servingSchema),
  /** By intent, the oldest first. */
  takenBack: byName(z.array(takenBackSchema)),
});
export type Registry = z.infer<typeof registrySchema>;

/** Format 1 did not know what was taken back. */
const firstSchema = registrySchema.omit({ takenBack: true }).extend({ format: z.literal(1) });

/** As it lies on the disk. Those of before had no checksum, and what a person changed by hand may have none. */
const sha256 = z.string().optional();
const keptSchema = z.discriminatedUnion("format", [registrySchema.extend({ sha256 }), firstSchema.extend({ sha256 })]);

export const emptyRegistry: Registry = { format: 2, serving: {}, takenBack: {} };

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
  if (!existsSync(file)) return emptyRegistry;
  try {
    const { sha256, ...kept } = keptSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    if (sha256 === undefined || sha256 === checksumOf(kept))
      return kept.format === 1 ? { ...emptyRegistry, serving: kept.serving } : kept;
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

function checksumOf(kept: Registry | z.infer<typeof firstSchema>): string {
  const said = kept.format === 1 ? kept.serving : { serving: kept.serving, takenBack: kept.takenBack };
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}

export type Promotion = { intent: string; model: string; share: number; reason: string };

/**
 * Pure. The same promotion again changes nothing, so that the way back is not lost; nor does it lead to what was in canary,
 * as nobody has let that serve everybody. Whoever promotes what was taken back overrules that.
 */
export function promote(registry: Registry, { intent, ...entry }: Promotion): Registry {
  const serving = withWayBack(entry, wayBack(namedIn(registry.serving, intent), entry.model));
  return {
    ...registry,
    serving: { ...registry.serving, [intent]: serving },
    takenBack: withoutTakenBack(registry.takenBack, (one, of) => of === intent && one.model === entry.model),
  };
}

/** What served everybody before `to` does, the latest last. */
function wayBack(now: Serving | undefined, to: string): string[] {
  if (!now) return [];
  const way = [...(now.earlier ?? []), now.previous, now.share < 1 ? null : now.model];
  return way.filter((model) => model !== null).filter((model) => model !== to);
}

/** Of one intent: the file is read at every question. */
const LONGEST_WAY = 5;

function withWayBack(entry: Omit<Promotion, "intent">, way: readonly string[]): Serving {
  const kept = way.slice(-LONGEST_WAY);
  const earlier = kept.slice(0, -1);
  return { ...entry, previous: kept.at(-1) ?? null, ...(earlier.length > 0 && { earlier }) };
}

/** Pure. When and why this model was taken from the intent, unless somebody promoted it since. */
export const takenBackFrom = ({ takenBack }: Registry, intent: string, model: string): TakenBack | undefined =>
  namedIn(takenBack, intent)?.findLast((one) => one.model === model);

const ROLLED_BACK = "rolled back";
const CANARY_ERASED = "serves alone again: what was in canary beside it has been erased";

/** Pure. What serves by a rollback: another one would lead further back. */
export const isRolledBack = (registry: Registry, intent: string): boolean =>
  namedIn(registry.serving, intent)?.reason === ROLLED_BACK;

/** Of one intent: the file is read at every question. Older ones are forgotten. */
const MOST_TAKEN_BACK = 20;

/** Pure. Back to what served the intent before, at last to the documentation. What served is remembered as taken back. */
export function rollback(registry: Registry, intent: string, why: Omit<TakenBack, "model">): Registry {
  const now = namedIn(registry.serving, intent);
  const { [intent]: _, ...others } = registry.serving;
  if (!now) return registry;
  const earlier = (namedIn(registry.takenBack, intent) ?? []).filter(({ model }) => model !== now.model);
  const taken = [...earlier, { model: now.model, ...why }].slice(-MOST_TAKEN_BACK);
  const takenBack = { ...registry.takenBack, [intent]: taken };
  if (!now.previous) return { ...registry, serving: others, takenBack };
  const back = withWayBack({ model: now.previous, share: 1, reason: ROLLED_BACK }, now.earlier ?? []);
  return { ...registry, serving: { ...others, [intent]: back }, takenBack };
}

/** Pure. All the way back at once. */
export function rollbackToDocumentation(registry: Registry, intent: string, why: Omit<TakenBack, "model">): Registry {
  const back = rollback(registry, intent, why);
  return back === registry ? back : rollbackToDocumentation(back, intent, why);
}

function withoutTakenBack(
  takenBack: Registry["takenBack"],
  forgotten: (one: TakenBack, intent: string) => boolean,
): Registry["takenBack"] {
  const stay = Object.entries(takenBack)
    .map(([intent, of]) => [intent, of.filter((one) => !forgotten(one, intent))] as const)
    .filter(([, of]) => of.length > 0);
  return Object.fromEntries(stay);
}

/**
 * Pure. As if these models had never been: what they served goes to the documentation, or from a canary to what served
 * before it, and there is no way back to them. `intents`: those that the documentation serves again, to all or beside a share.
 */
export function withoutModels(
  registry: Registry,
  models: readonly string[],
): { registry: Registry; intents: string[] } {
  const entries = Object.entries(registry.serving);
  const gone = (model: string | null) => model !== null && models.includes(model);
  const without = ({ previous, earlier = [], ...entry }: Serving): Serving[] => {
    const before = [...earlier, ...(previous === null ? [] : [previous])];
    // What was erased ends the way back: from there the documentation answers.
    const way = before.slice(before.findLastIndex(gone) + 1);
    if (!gone(entry.model)) return [withWayBack(entry, way)];
    const last = way.pop();
    return entry.share < 1 && last ? [withWayBack({ model: last, share: 1, reason: CANARY_ERASED }, way)] : [];
  };
  const stay = entries.flatMap(([intent, entry]) => without(entry).map((kept) => [intent, kept] as const));
  const lost = ({ model, share, previous }: Serving) => (share < 1 && previous !== null ? gone(previous) : gone(model));
  return {
    registry: {
      ...registry,
      serving: Object.fromEntries(stay),
      takenBack: withoutTakenBack(registry.takenBack, ({ model }) => gone(model)),
    },
    intents: entries.filter(([, entry]) => lost(entry)).map(([intent]) => intent),
  };
}

/** Pure. What evaluation looks at: an intent in canary counts as live. */
export function atFullShare(registry: Registry): Registry {
  const serving = Object.entries(registry.serving).map(([intent, entry]) => [intent, { ...entry, share: 1 }]);
  return { ...registry, serving: Object.fromEntries(serving) };
}
