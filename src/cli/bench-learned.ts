import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeSearchAids } from "../compose-search.ts";
import { readConfig } from "../config.ts";
import { hitAt, type Ranks, ranksOf } from "../score/ranking.ts";
import { seededRandom, shuffle } from "../score/seeded-random.ts";
import { indexKnowledge } from "../search/index-knowledge.ts";
import { knowledgeSource } from "../search/open-knowledge.ts";
import type { Passage } from "../search/passage.ts";
import { FIELD_SETTINGS } from "../search/ranking.ts";
import type { SearchAids } from "../search/shipped-aids.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { readLabelledRows } from "./labelled-rows.ts";

const help = `
Usage: npm run bench -- learned --train T.csv --test U.csv [--per-page N] [--seed S] [--json]

What approved questions are worth to the search. Each category of T (columns text and category) becomes a page: its name
and one of its texts. For every second page N further texts count as approved (default: 5), then the texts of U are asked.
Printed for each weight of the learnt field: how often the right page is first, for pages with approved questions and for
those without, which must not lose.
`;

const options = {
  train: { type: "string" },
  test: { type: "string" },
  "per-page": { type: "string" },
  seed: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;
type Row = { text: string; category: string };

const WEIGHTS = [0, 0.25, 0.5, 1, 1.5, 2, 3, 5];
/** Questions asked at each weight: every n-th row. */
const ASKED = 1_000;

async function run(values: Values, words: string[]): Promise<void> {
  if (!values.train || !values.test || words.length > 0) {
    throw new UsageError("--train FILE and --test FILE are needed.");
  }
  const aids = await composeSearchAids(readConfig());
  const world = learnedWorld(readLabelledRows(values.train), Number(values["per-page"] ?? 5), Number(values.seed ?? 1));
  const all = readLabelledRows(values.test);
  const asked = all.filter((_, at) => at % Math.ceil(all.length / ASKED) === 0);

  const rows = [];
  for (const weight of WEIGHTS) rows.push({ weight, ...figures(await askAll(world, weight, asked, aids), world) });
  process.stdout.write(values.json ? `${JSON.stringify({ asked: asked.length, rows })}\n` : table(rows));
}

type World = { pages: Passage[][]; learned: Map<string, string[]>; taught: Set<string> };

function learnedWorld(rows: Row[], perPage: number, seed: number): World {
  const texts = new Map<string, string[]>();
  for (const { text, category } of shuffle([...rows], seededRandom(seed))) {
    texts.set(category, [...(texts.get(category) ?? []), text]);
  }
  const categories = [...texts.keys()].sort();
  const pages = categories.map((category) => [pageOf(category, texts.get(category)![0]!)]);
  const taught = new Set(categories.filter((_, at) => at % 2 === 0));
  const learned = pages.flatMap(([passage], at): [string, string[]][] => {
    const category = categories[at]!;
    return taught.has(category) ? [[passage!.id, texts.get(category)!.slice(1, 1 + perPage)]] : [];
  });
  return { pages, learned: new Map(learned), taught };
}

function pageOf(category: string, text: string): Passage {
  const title = category.replaceAll("_", " ");
  const place = { path: `${category}.md`, headings: [], anchor: "", ordinal: 0, start: 0, end: text.length };
  return { ...place, id: category, hash: category, title, text, source: "", tags: [] };
}

type Asked = { category: string; ranks: Ranks };

async function askAll({ pages, learned }: World, weight: number, rows: Row[], aids: SearchAids): Promise<Asked[]> {
  const folder = mkdtempSync(join(tmpdir(), "switchboard-learned-"));
  try {
    const weights = [...FIELD_SETTINGS.weights.slice(0, -1), weight];
    // At weight 0 nothing is learnt at all, so that no rarity changes either.
    const taught = weight === 0 ? new Map<string, string[]>() : learned;
    await indexKnowledge({ folder, pages, learned: taught, aids, fields: { ...FIELD_SETTINGS, weights } });
    const knowledge = knowledgeSource(() => folder, { aids }).current();
    const asked: Asked[] = [];
    for (const { text, category } of rows) {
      const { hits } = await knowledge.search({ text, limit: 10 });
      const found = hits.map(({ passage }) => passage);
      asked.push({ category, ranks: ranksOf(found, [`${category}.md`]) });
    }
    return asked;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function figures(asked: Asked[], { taught }: World) {
  const share = (part: (one: Asked, at: number) => boolean, rank: number) => {
    const chosen = asked.filter(part);
    return chosen.reduce((sum, { ranks }) => sum + hitAt(ranks, rank), 0) / chosen.length;
  };
  const isTaught = ({ category }: Asked) => taught.has(category);
  return {
    "learnt @1": share(isTaught, 1),
    "learnt @3": share(isTaught, 3),
    "others @1": share((one) => !isTaught(one), 1),
    "others @3": share((one) => !isTaught(one), 3),
    "even @1": share((_, at) => at % 2 === 0, 1),
    "odd @1": share((_, at) => at % 2 === 1, 1),
  };
}

function table(rows: Record<string, number>[]): string {
  const columns = Object.keys(rows[0]!);
  const lines = rows.map((row) =>
    columns.map((name) => (name === "weight" ? String(row[name]) : row[name]!.toFixed(3))),
  );
  return `${[columns, columns.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
