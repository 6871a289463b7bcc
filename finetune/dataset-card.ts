import { namedIn } from "../src/models/by-name.ts";
import type { CleaningReport, Counts, DatasetCard, UntrainedIntent } from "../src/protocol/learning.ts";
import { LEAST_QUESTIONS } from "../src/score/gate.ts";
import type { Example } from "./example.ts";
import type { Split } from "./split.ts";
import { grouped, LEAST_ROWS, whyUntrained } from "./train/approved-replies.ts";

export function cardOf(
  dataset: string,
  testSide: string,
  { train, test }: Split,
  cleaning: CleaningReport,
): DatasetCard {
  const all = [...train, ...test];
  const reviewed = all.filter(({ completion }) => completion !== null);
  const intents = counts(reviewed.map(({ intent }) => intent ?? UNKNOWN));
  return {
    dataset,
    testSide,
    train: train.length,
    test: test.length,
    intents,
    verdicts: counts(all.map(({ verdict }) => verdict)),
    languages: counts(all.map(({ groups }) => groups.language ?? UNKNOWN)),
    channels: counts(all.map(({ groups }) => groups.channel ?? UNKNOWN)),
    approvedBy: counts(reviewed.map(({ approvedBy }) => approvedBy ?? NOT_TOLD)),
    licences: counts(all.map(({ licence }) => licence ?? NOT_TOLD)),
    redacted: counts(all.flatMap(placeholderKinds)),
    cleaning,
    untrained: untrainedOf({ train, test }),
    gaps: gapsOf({ train, test }, reviewed),
  };
}

/** What the training side has too little of. */
function untrainedOf({ train, test }: Split): UntrainedIntent[] {
  const own = grouped(train, ({ intent }) => intent ?? "");
  const labelled = new Set([...train, ...test].flatMap(({ intent }) => intent ?? []));
  return [...labelled].sort().flatMap((intent) => {
    const rows = own.get(intent) ?? [];
    const reason = whyUntrained(rows);
    return reason === null
      ? []
      : [{ intent, rows: rows.filter(({ completion }) => completion !== null).length, reason }];
  });
}

const UNKNOWN = "unknown";
const NOT_TOLD = "not told";

function counts(names: readonly string[]): Counts {
  const found = new Map<string, number>();
  for (const name of [...names].sort()) found.set(name, (found.get(name) ?? 0) + 1);
  return Object.fromEntries(found);
}

/** Such as EMAIL of `[EMAIL_1]`, each once. */
function placeholderKinds({ messages, completion, rejected }: Example): string[] {
  const texts = [...messages.map(({ content }) => content), completion ?? "", rejected ?? ""].join("\n");
  return [...new Set([...texts.matchAll(/\[([A-Z][A-Z_]*)_\d+\]/g)].map(([, kind]) => kind!))];
}

function gapsOf({ train, test }: Split, reviewed: readonly Example[]): string[] {
  const all = [...train, ...test];
  const hashed = timeless(all);
  return [
    hashed.length === 0 ? "" : `${rows(hashed)} without a time: split by hash, not by age.`,
    all.length > reviewed.length
      ? ""
      : "No unreviewed turns: what lies outside the intents is guessed from the intents.",
    reviewed.some(({ intent }) => intent === null)
      ? "Some approved replies have no intent: they are exported, and no classifier learns from them."
      : "",
    listed("Too few approved rows to learn from", tooFew(train, reviewed)),
    listed(
      `Fewer than ${LEAST_QUESTIONS} rows to test with, which cannot show that it is better`,
      untested(train, test),
    ),
    all.some(({ licence }) => licence === undefined)
      ? "Some rows come without a licence: whether a model of them may be passed on is not known."
      : "",
    reviewed.some(({ approvedBy }) => approvedBy === undefined)
      ? "Of some approved replies the log does not say who approved them."
      : "",
  ].filter((gap) => gap !== "");
}

/** Those that cannot be divided by age. */
export const timeless = (examples: readonly Example[]) =>
  examples.filter(({ at }) => Number.isNaN(Date.parse(at ?? "")));

const rows = ({ length }: readonly Example[]) => `${length} ${length === 1 ? "row" : "rows"}`;

const SHOWN = 10;

function listed(problem: string, intents: readonly string[]): string {
  if (intents.length === 0) return "";
  const more = intents.length > SHOWN ? ` and ${intents.length - SHOWN} more` : "";
  return `${problem}: ${intents.slice(0, SHOWN).join(", ")}${more}.`;
}

/** Approved rows by intent. */
const named = (side: readonly Example[]): Counts =>
  counts(side.flatMap(({ intent, completion }) => (completion === null ? [] : (intent ?? []))));

function tooFew(train: readonly Example[], reviewed: readonly Example[]): string[] {
  const learnt = named(train);
  return Object.keys(named(reviewed)).filter((intent) => (namedIn(learnt, intent) ?? 0) < LEAST_ROWS);
}

/** Intents that can be learnt and not be shown to be good. */
function untested(train: readonly Example[], test: readonly Example[]): string[] {
  const [learnt, tested] = [named(train), named(test)];
  return Object.keys(learnt).filter(
    (intent) => learnt[intent]! >= LEAST_ROWS && (namedIn(tested, intent) ?? 0) < LEAST_QUESTIONS,
  );
}
