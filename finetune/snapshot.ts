import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../src/models/replace-file.ts";
import type { CleaningReport, DatasetCard } from "../src/protocol/learning.ts";
import { cardOf } from "./dataset-card.ts";
import { exampleSchema, readExamples, writeExamples } from "./example.ts";
import { jsonIn } from "./json-in.ts";
import { NotThereError } from "./not-there.ts";
import { type RejectLine, writeRejects } from "./rejects.ts";
import type { Split } from "./split.ts";

export type Snapshot = Split & { rejects: readonly RejectLine[]; cleaning: CleaningReport };

/**
 * Writes both sides below a name made of their content, with the card and what was left out; returns the card. The same
 * again changes nothing but what cleaning had to say.
 */
export async function writeSnapshot(
  folder: string,
  { train, test, rejects, cleaning }: Snapshot,
): Promise<DatasetCard> {
  const card = cardOf(datasetName({ train, test }), nameOf(test), { train, test }, cleaning);
  const own = join(folder, card.dataset);
  const isThere = existsSync(own);
  const place = isThere ? own : `${own}.partial`;
  if (!isThere) {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    await writeExamples(join(place, "train.jsonl"), train);
    await writeExamples(join(place, "test.jsonl"), test);
  }
  writeRejects(join(place, REJECTS), rejects);
  replaceFile(join(place, CARD), `${JSON.stringify(card, null, 2)}\n`);
  if (!isThere) renameSync(place, own);
  return card;
}

const CARD = "card.json";
export const REJECTS = "rejects.jsonl";

const nameOf = (content: unknown) => createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);

/** Pure. What a dataset of these rows is called, also before they were written. */
export const datasetName = ({ train, test }: Split): string =>
  nameOf([train, test].map((side) => side.map((row) => exampleSchema.parse(row))));

/** Throws NotThereError. */
export async function readSnapshot(folder: string, dataset: string): Promise<Split> {
  if (!existsSync(join(folder, dataset)))
    throw new NotThereError(`The dataset ${dataset} is not there any more. Run: npm run finetune -- run`);
  const side = (name: string) => readExamples(join(folder, dataset, `${name}.jsonl`));
  return { train: await side("train"), test: await side("test") };
}

export const readCard = (folder: string, dataset: string): DatasetCard =>
  jsonIn(join(folder, dataset, CARD)) as DatasetCard;
