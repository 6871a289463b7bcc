import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CleaningReport } from "./build/clean.ts";
import { type Example, readExamples, writeExamples } from "./example.ts";
import type { Split } from "./split.ts";

/** What a person must know about a dataset before using it. */
export type DatasetCard = {
  dataset: string;
  train: number;
  test: number;
  /** Reviewed examples by intent. */
  intents: Record<string, number>;
  verdicts: Record<string, number>;
  /** Examples by group; "unknown" where the log does not say. */
  languages: Record<string, number>;
  channels: Record<string, number>;
  cleaning: CleaningReport;
  /** Things that are known to be missing or doubtful. */
  gaps: string[];
};

/** Writes both sides and the card below a name made of their content; returns the card. The same again changes nothing. */
export async function writeSnapshot(
  folder: string,
  { train, test }: Split,
  cleaning: CleaningReport,
): Promise<DatasetCard> {
  const dataset = createHash("sha256")
    .update(JSON.stringify([train, test]))
    .digest("hex")
    .slice(0, 32);
  const card = cardOf(dataset, { train, test }, cleaning);
  if (existsSync(join(folder, dataset, "card.json"))) return card;

  const partial = join(folder, `${dataset}.partial`);
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await writeExamples(join(partial, "train.jsonl"), train);
  await writeExamples(join(partial, "test.jsonl"), test);
  writeFileSync(join(partial, "card.json"), `${JSON.stringify(card, null, 2)}\n`);
  renameSync(partial, join(folder, dataset));
  return card;
}

export async function readSnapshot(folder: string, dataset: string): Promise<Split> {
  const side = (name: string) => readExamples(join(folder, dataset, `${name}.jsonl`));
  return { train: await side("train"), test: await side("test") };
}

export const readCard = (folder: string, dataset: string): DatasetCard =>
  JSON.parse(readFileSync(join(folder, dataset, "card.json"), "utf8"));

function cardOf(dataset: string, { train, test }: Split, cleaning: CleaningReport): DatasetCard {
  const all = [...train, ...test];
  const reviewed = all.filter(({ completion }) => completion !== null);
  return {
    dataset,
    train: train.length,
    test: test.length,
    intents: counts(reviewed.map(({ intent }) => intent ?? UNKNOWN)),
    verdicts: counts(all.map(({ verdict }) => verdict)),
    languages: counts(all.map(({ groups }) => groups.language ?? UNKNOWN)),
    channels: counts(all.map(({ groups }) => groups.channel ?? UNKNOWN)),
    cleaning,
    gaps: gapsOf(all, reviewed),
  };
}

const UNKNOWN = "unknown";

function gapsOf(all: readonly Example[], reviewed: readonly Example[]): string[] {
  return [
    all.every(({ at }) => at !== null) ? "" : "No times: the split is by hash, not by age.",
    all.length > reviewed.length
      ? ""
      : "No unreviewed turns: what lies outside the intents is guessed from the intents.",
    reviewed.some(({ intent }) => intent === null)
      ? "Some approved replies have no intent: they are exported, and no classifier learns from them."
      : "",
  ].filter((gap) => gap !== "");
}

function counts(names: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const name of [...names].sort()) found[name] = (found[name] ?? 0) + 1;
  return found;
}
