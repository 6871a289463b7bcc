import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { DatasetCardView, DatasetsView, ExamplePage, ExamplesQuery, ExampleView } from "../protocol/learning.ts";
import { LearningFileError, loopFolder, namesIn, readLearningFile } from "./learning-file.ts";

const counts = z.record(z.string(), z.number());
const cardSchema = z.object({
  dataset: z.string(),
  train: z.number(),
  test: z.number(),
  intents: counts,
  verdicts: counts,
  languages: counts.default({}),
  channels: counts.default({}),
  cleaning: z.object({ examples: z.number(), kept: z.number(), left: counts }),
  gaps: z.array(z.string()),
});

const exampleSchema = z.object({
  id: z.string(),
  conversation: z.string(),
  messages: z.array(z.object({ content: z.string() })).min(1),
  completion: z.string().nullable(),
  rejected: z.string().nullable(),
  intent: z.string().nullable(),
  verdict: z.string(),
  weight: z.number(),
});

export type DatasetDesk = {
  /** The current one first. Throws LearningFileError, and so does `rows`. */
  list(): Promise<DatasetsView>;
  /** Null where there is no such dataset. */
  rows(dataset: string, query: ExamplesQuery): Promise<ExamplePage | null>;
};

const PAGE = 50;

/** @param known of these conversations, those that are kept here, and not only in an imported log */
export function datasetDesk(dataDir: string, known: (ids: string[]) => Promise<ReadonlySet<string>>): DatasetDesk {
  const folder = loopFolder(dataDir, "datasets");
  // A dataset never changes under its name, and reading all of one takes long.
  const placeholders = new Map<string, DatasetCardView["placeholders"]>();

  async function viewOf(dataset: string): Promise<DatasetCardView[]> {
    const card = readLearningFile(join(folder, dataset, "card.json"), cardSchema);
    if (!card) return [];
    if (!placeholders.has(dataset)) placeholders.set(dataset, await placeholdersIn(join(folder, dataset)));
    return [{ ...card, placeholders: placeholders.get(dataset)! }];
  }

  return {
    async list() {
      const file = loopFolder(dataDir, "dataset");
      const current = existsSync(file) ? readFileSync(file, "utf8").trim() : null;
      const names = namesIn(folder).sort((one, other) => Number(other === current) - Number(one === current));
      const datasets: DatasetCardView[] = [];
      for (const name of names) datasets.push(...(await viewOf(name)));
      return { current, datasets };
    },
    async rows(dataset, query) {
      if (!namesIn(folder).includes(dataset)) return null;
      const { items, next } = await pageOf(join(folder, dataset, `${query.side}.jsonl`), query);
      const here = await known(items.map(({ conversation }) => conversation));
      return { items: items.map((item) => ({ ...item, linked: here.has(item.conversation) })), next };
    },
  };
}

/** Reads no further than the page's end: datasets may be large. */
async function pageOf(file: string, { intent, after }: ExamplesQuery) {
  const items: Omit<ExampleView, "linked">[] = [];
  let line = 0;
  for await (const written of linesOf(file)) {
    line += 1;
    if (line <= after) continue;
    const { messages, ...example } = parsed(file, line, written);
    if (intent !== "" && example.intent !== intent) continue;
    if (items.length === PAGE) return { items, next: String(line - 1) };
    items.push({ ...example, question: messages.at(-1)!.content });
  }
  return { items, next: null };
}

function parsed(file: string, line: number, written: string): z.infer<typeof exampleSchema> {
  try {
    return exampleSchema.parse(JSON.parse(written));
  } catch (error) {
    throw new LearningFileError(`${file}, line ${line}`, error instanceof Error ? error.message : String(error));
  }
}

/** Rows by the kinds of placeholders that they hold, such as `[EMAIL_1]`. */
async function placeholdersIn(folder: string): Promise<DatasetCardView["placeholders"]> {
  const found: DatasetCardView["placeholders"] = {};
  for (const side of ["train.jsonl", "test.jsonl"]) {
    for await (const written of linesOf(join(folder, side))) {
      const kinds = new Set([...written.matchAll(/\[([A-Z][A-Z_]*)_\d+\]/g)].map(([, kind]) => kind!));
      for (const kind of kinds) found[kind] = (found[kind] ?? 0) + 1;
    }
  }
  return found;
}

async function* linesOf(file: string): AsyncIterable<string> {
  if (!existsSync(file)) return;
  yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}
