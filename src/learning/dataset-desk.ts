import { join } from "node:path";
import { z } from "zod";
import { byName } from "../models/by-name.ts";
import type { DatasetCardView, DatasetsView, ExamplePage, ExamplesQuery, ExampleView } from "../protocol/learning.ts";
import { currentDataset, LearningFileError, linesOf, loopFolder, namesIn, readLearningFile } from "./learning-file.ts";
import { readRunRecords } from "./run-records.ts";

const counts = byName(z.number());
const cardSchema = z.object({
  dataset: z.string(),
  train: z.number(),
  test: z.number(),
  intents: counts,
  verdicts: counts,
  languages: counts.default({}),
  channels: counts.default({}),
  // The defaults are those of cards that were written before a field was.
  testSide: z.string().default(""),
  approvedBy: counts.default({}),
  licences: counts.default({}),
  redacted: counts.default({}),
  cleaning: z.object({
    examples: z.number(),
    kept: z.number(),
    left: counts,
    caps: z.object({ unreviewed: z.number(), intent: z.number() }).nullable().default(null),
  }),
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

const rejectSchema = exampleSchema
  .omit({ messages: true, weight: true })
  .extend({ question: z.string(), reason: z.string() });

export type DatasetDesk = {
  /** The current one first. Throws LearningFileError, and so does `rows`. */
  list(): DatasetsView;
  /** Null where there is no such dataset. */
  rows(dataset: string, query: ExamplesQuery): Promise<ExamplePage | null>;
};

const PAGE = 50;

/** @param known of these conversations, those that are kept here, and not only in an imported log */
export function datasetDesk(dataDir: string, known: (ids: string[]) => Promise<ReadonlySet<string>>): DatasetDesk {
  const folder = loopFolder(dataDir, "datasets");

  return {
    list() {
      const current = currentDataset(dataDir);
      const names = namesIn(folder).sort((one, other) => Number(other === current) - Number(one === current));
      const runs = readRunRecords(dataDir);
      const datasets = names.flatMap((name): DatasetCardView[] => {
        const card = readLearningFile(join(folder, name, "card.json"), cardSchema);
        if (!card) return [];
        const { testSide, ...view } = card;
        return [{ ...view, judged: runs.filter((run) => run.testSide === testSide && run.measured).length }];
      });
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
async function pageOf(file: string, { side, intent, reason, after }: ExamplesQuery) {
  const items: Row[] = [];
  let line = 0;
  for await (const written of linesOf(file)) {
    line += 1;
    if (line <= after) continue;
    const example = parsed(file, line, () => (side === "rejects" ? rejectIn(written) : exampleIn(written)));
    if (intent !== "" && example.intent !== intent) continue;
    if (reason !== "" && example.reason !== reason) continue;
    if (items.length === PAGE) return { items, next: String(line - 1) };
    items.push(example);
  }
  return { items, next: null };
}

type Row = Omit<ExampleView, "linked">;

function exampleIn(written: string): Row {
  const { messages, ...example } = exampleSchema.parse(JSON.parse(written));
  return { ...example, question: messages.at(-1)!.content, reason: null };
}

const rejectIn = (written: string): Row => ({ ...rejectSchema.parse(JSON.parse(written)), weight: null });

function parsed(file: string, line: number, read: () => Row): Row {
  try {
    return read();
  } catch (error) {
    throw new LearningFileError(`${file}, line ${line}`, error instanceof Error ? error.message : String(error));
  }
}
