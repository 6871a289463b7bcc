import { readConfig } from "../config.ts";
import { clusterQuestions, MOST_WORDINGS } from "../insights/cluster-questions.ts";
import { centredRows } from "../intents/dense-rows.ts";
import { discoverIntents } from "../intents/discover-intents.ts";
import { kMeans } from "../intents/k-means.ts";
import { adjustedMutualInformation, purity } from "../score/clustering.ts";
import { seededRandom, shuffle } from "../score/seeded-random.ts";
import type { Embedder } from "../search/embedder.ts";
import { defaultEmbedder } from "../search/static-embedder.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { customersTexts } from "./customers-texts.ts";

const help = `
Usage: npm run eval -- discovery --texts FILE [options]

Hides the labels of texts, divides them by meaning, and compares the groups with the labels, beside k-means that is
told the true number and, of up to 400 texts, the grouping of documentation gaps.

  --texts FILE      .csv (text, category) or .jsonl, .jsonl.gz (conversations whose customer turns carry an intent)
  --turns all       every labelled customer turn of a conversation (default: the first one only, as discovery does)
  --most N          that many texts at most, drawn with the seed (default: all)
  --seed S          (default: 1)
  --json            one JSON object
`;

const options = {
  texts: { type: "string" },
  turns: { type: "string" },
  most: { type: "string" },
  seed: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;
type Labelled = { text: string; label: string };

/** Rounds of the k-means that discovery is compared with: enough to settle. */
const ROUNDS = 50;

async function run(values: Values, words: string[]): Promise<void> {
  if (!values.texts || words.length > 0) throw new UsageError("--texts FILE is needed.");
  if (values.turns !== undefined && values.turns !== "all") throw new UsageError('--turns can only be "all".');
  const seed = whole("seed", values.seed) ?? 1;
  const read = customersTexts(values.texts, { everyTurn: values.turns === "all" });
  const all = read.flatMap(({ text, label }): Labelled[] => (label === undefined ? [] : [{ text, label }]));
  if (all.length === 0) throw new UsageError(`${values.texts} holds no labelled text.`);
  const labelled = shuffle(all, seededRandom(seed)).slice(0, whole("most", values.most) ?? all.length);

  const figures = await compare(labelled, seed);
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table(figures));
}

async function compare(labelled: readonly Labelled[], seed: number) {
  const texts = labelled.map(({ text }) => text);
  const truth = labelled.map(({ label }) => label);
  const numberTrue = new Set(truth).size;
  const embedder = defaultEmbedder(readConfig().root);

  const started = performance.now();
  const { groups, found } = await discoverIntents(texts, embedder, seed);
  const seconds = (performance.now() - started) / 1_000;
  const vectors = await embedder.embed(texts);
  const rows = centredRows(vectors, embedder.dimensions);
  const told = kMeans(rows, numberTrue, seededRandom(seed), ROUNDS).labels;
  return {
    texts: texts.length,
    numberTrue,
    discovery: { number: found, ...quality(groups, truth), seconds },
    gaps: texts.length > MOST_WORDINGS ? null : await gapsOf(texts, embedder, truth),
    kMeansToldTheNumber: { number: new Set(told).size, ...quality(told, truth) },
  };
}

/** The grouping of documentation gaps, which is made for few texts. */
async function gapsOf(texts: readonly string[], embedder: Embedder, truth: readonly string[]) {
  const clusters = await clusterQuestions(texts, embedder);
  const labels = new Int32Array(texts.length);
  for (const [label, cluster] of clusters.entries()) for (const at of cluster) labels[at] = label;
  return { number: clusters.length, ...quality(labels, truth) };
}

function quality(groups: Int32Array, truth: readonly string[]) {
  const found = Array.from(groups, String);
  return { adjustedMutualInformation: adjustedMutualInformation(found, truth), purity: purity(found, truth) };
}

function whole(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new UsageError(`--${name} must be a whole number above 0.`);
  return Number(value);
}

function table({ texts, numberTrue, discovery, gaps, kMeansToldTheNumber: told }: Awaited<ReturnType<typeof compare>>) {
  const line = (name: string, { number, adjustedMutualInformation: ami, purity: pure }: typeof told) =>
    `${name.padEnd(24)} ${String(number).padStart(6)} ${ami.toFixed(3)} ${pure.toFixed(3)}\n`;
  return (
    `${texts} texts of ${numberTrue} intents; discovery took ${discovery.seconds.toFixed(1)} s\n` +
    `${"".padEnd(24)} number AMI   purity\n` +
    line("discovery", discovery) +
    (gaps ? line("documentation gaps", gaps) : "") +
    line("k-means, number told", told)
  );
}
