import { artefactHash, readArtefact, writeArtefact } from "../intents/artefact.ts";
import { embeddedClassifier } from "../intents/embedded-classifier.ts";
import type { Classification, IntentClassifier } from "../intents/intent-classifier.ts";
import { type LabelledText, trainIntentClassifier } from "../intents/train-intent-classifier.ts";
import { abstention, auroc, expectedCalibrationError } from "../score/answerability.ts";
import { seededRandom, shuffle } from "../score/seeded-random.ts";
import { runCommand, UsageError, type ValuesOf, wholeNumber } from "./command-line.ts";
import { customersTexts } from "./customers-texts.ts";
import { embedderHelp, embedderOptions, openEmbedder } from "./embedder-option.ts";
import { readLabelledRows } from "./labelled-rows.ts";

const help = `
Usage: npm run eval -- intents --train T.csv --test U.csv [options]

  --per-class N --seed S         train on N texts of each intent only, drawn with seed S (default: all, 1)
  --leave-out N                  N intents, drawn with the seed, are no part of the training: their texts are none of them
  --outside FILE                 texts of another business, none of which is one of the intents (.csv, .jsonl, .jsonl.gz; may
                                 be repeated): asked as well, and shown by file and all together
  --outside-column C             column of their texts where they stand in a table (default: text)
  --text-column C                column of the text (default: text)
  --label-column C               column of the intent (default: category); "oos" marks texts that are none of them
  ${embedderHelp}
  --json                         one JSON object
`;

const options = {
  train: { type: "string" },
  test: { type: "string" },
  "per-class": { type: "string" },
  seed: { type: "string" },
  "leave-out": { type: "string" },
  outside: { type: "string", multiple: true },
  "outside-column": { type: "string" },
  "text-column": { type: "string" },
  "label-column": { type: "string" },
  ...embedderOptions,
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;

async function run(values: Values, words: string[]): Promise<void> {
  if (!values.train || !values.test || words.length > 0)
    throw new UsageError("--train FILE and --test FILE are needed.");
  const seed = values.seed === undefined ? 1 : wholeNumber("seed", values.seed);
  const perClass = values["per-class"] === undefined ? undefined : wholeNumber("per-class", values["per-class"]);
  const leaving = values["leave-out"] === undefined ? 0 : wholeNumber("leave-out", values["leave-out"]);
  const embedder = openEmbedder(values);
  const texts = readTexts(values.train, values);
  const leftOut = drawnIntents(texts, leaving, seed);
  const known = texts.filter(({ intent }) => intent === null || !leftOut.has(intent));
  const training = drawn(known, perClass, seed);
  const testing = readTexts(values.test, values).map((one) => withoutIntents(one, leftOut));

  const started = performance.now();
  const artefact = writeArtefact(await trainIntentClassifier(training, embedder, seed));
  const classifier = embeddedClassifier(artefactHash(artefact), readArtefact(artefact), embedder);
  const trainSeconds = (performance.now() - started) / 1_000;

  const judged = await judge(classifier, testing);
  const outside = values.outside && (await strangersIn(values.outside, values, { classifier, judged }));
  const figures = { ...figuresOf(judged), ...(outside && { outside }), trainSeconds, ...timings(judged) };
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table(figures));
}

async function judge(classifier: IntentClassifier, texts: readonly LabelledText[]): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { text, intent } of texts) {
    const asked = performance.now();
    const classification = await classifier.classify(text);
    judged.push({ ...classification, truth: intent, ms: performance.now() - asked });
  }
  return judged;
}

/** How well the texts of each file, and of all files together, are told from those in scope. */
async function strangersIn(
  files: readonly string[],
  values: Values,
  { classifier, judged }: Asked,
): Promise<Strangers> {
  const known = judged.filter(({ truth }) => truth !== null);
  const byFile = new Map<string, Judged[]>();
  for (const file of files) {
    const texts = customersTexts(file, { everyTurn: false, textColumn: values["outside-column"] });
    byFile.set(
      file,
      await judge(
        classifier,
        texts.map(({ text }) => ({ text, intent: null })),
      ),
    );
  }
  const all = [...byFile, ["all of them", [...byFile.values()].flat()] as const];
  return Object.fromEntries(
    all.map(([name, strangers]) => {
      const { auroc, oosRecall, tradeOff } = figuresOf([...known, ...strangers]);
      return [name, { texts: strangers.length, auroc, turnedAway: oosRecall, tradeOff }];
    }),
  );
}

type Strangers = Record<string, Pick<ReturnType<typeof figuresOf>, "auroc" | "tradeOff"> & Told>;
type Told = { texts: number; turnedAway: number | null };
type Asked = { classifier: IntentClassifier; judged: Judged[] };

const OUT_OF_SCOPE = "oos";

function readTexts(file: string, { "text-column": text, "label-column": label }: Values): LabelledText[] {
  return readLabelledRows(file, { text, label }).map(({ text, category }) => ({
    text,
    intent: category === OUT_OF_SCOPE ? null : category,
  }));
}

function drawnIntents(texts: readonly LabelledText[], wanted: number, seed: number): Set<string> {
  const intents = [...new Set(texts.flatMap(({ intent }) => intent ?? []))].sort();
  return new Set(shuffle(intents, seededRandom(seed)).slice(0, wanted));
}

/** A text of an intent that was left out is none of the others. */
const withoutIntents = ({ text, intent }: LabelledText, leftOut: ReadonlySet<string>): LabelledText => ({
  text,
  intent: intent !== null && leftOut.has(intent) ? null : intent,
});

/** The first `perClass` texts of each intent in a shuffled order; texts of none are all kept. */
function drawn(texts: LabelledText[], perClass: number | undefined, seed: number): LabelledText[] {
  if (perClass === undefined) return texts;
  const taken = new Map<string, number>();
  return shuffle(texts, seededRandom(seed)).filter(({ intent }) => {
    if (intent === null) return true;
    taken.set(intent, (taken.get(intent) ?? 0) + 1);
    return taken.get(intent)! <= perClass;
  });
}

type Judged = Classification & { truth: string | null; ms: number };

function figuresOf(judged: Judged[]) {
  const inScope = judged.filter(({ truth }) => truth !== null);
  const outside = judged.filter(({ truth }) => truth === null);
  const rejected = judged.filter((one) => one.rejected);
  const right = ({ ranked, truth }: Judged) => ranked[0]!.intent === truth;
  const belonging = (some: Judged[]) => some.map((one) => one.belonging);
  const known = outside.length > 0;
  return {
    accuracy: share(inScope, right),
    inScopeAccuracy: share(inScope, (one) => right(one) && !one.rejected),
    oosRecall: known ? share(outside, (one) => one.rejected) : null,
    oosPrecision: known && rejected.length > 0 ? share(rejected, ({ truth }) => truth === null) : null,
    auroc: auroc(belonging(inScope), belonging(outside)),
    tradeOff: known ? tradeOff(belonging(inScope), belonging(outside)) : null,
    calibrationError: expectedCalibrationError(
      inScope.map((one) => ({ probability: one.ranked[0]!.probability, happened: right(one) })),
    ),
  };
}

const KEPT = [0.99, 0.95, 0.9, 0.8];

/** What would be turned away, were the threshold set so that this share of the texts in scope is kept. */
function tradeOff(inScope: number[], outside: number[]) {
  const sorted = [...inScope].sort((a, b) => a - b);
  return KEPT.map((kept) => {
    const threshold = sorted[Math.floor((1 - kept) * sorted.length)] ?? 0;
    return { inScopeKept: kept, oosTurnedAway: abstention(inScope, outside, threshold).correctAbstain };
  });
}

const share = (some: Judged[], is: (one: Judged) => boolean) => some.filter(is).length / Math.max(1, some.length);

function timings(judged: Judged[]) {
  const sorted = judged.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return { queryMsP50: at(0.5), queryMsP95: at(0.95) };
}

function table({ outside, ...figures }: Record<string, unknown> & { outside?: Strangers | undefined }): string {
  const strangers = Object.entries(outside ?? {}).map(([file, found]) => [`outside: ${file}`, found] as const);
  const rows = [...Object.entries(figures), ...strangers].map(([name, value]) => {
    const shown = JSON.stringify(value, (_key, part) => (typeof part === "number" ? rounded(part) : part));
    return `${name.padEnd(16)} ${shown}`;
  });
  return `${rows.join("\n")}\n`;
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000;
