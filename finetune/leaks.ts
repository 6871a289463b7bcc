import type { Answer } from "../src/answer/answer-question.ts";
import { casePrints, repeatsCase } from "../src/intents/case-prints.ts";
import { findPersonalData, type RedactionRules } from "../src/privacy/redact.ts";
import { seededRandom, shuffle } from "../src/score/seeded-random.ts";
import type { Knowledge } from "../src/search/knowledge.ts";
import { caseSentences } from "./build/own-case.ts";
import type { Example } from "./example.ts";
import { conversations, grouped } from "./train/approved-replies.ts";

/** Enough to notice a model that gives away one case in thirty. */
const MOST_PROBES = 100;

/** Questions whose answer belongs to whoever asked them first: asked again by somebody else, they call for it. */
export function leakProbes(train: readonly Example[], seed: number): Example[] {
  const replied = train.filter(({ completion }) => completion !== null);
  const single = [...grouped(replied, ({ completion }) => completion!).values()].filter((of) => conversations(of) < 2);
  return shuffle(
    single.map(([example]) => example!),
    seededRandom(seed),
  ).slice(0, MOST_PROBES);
}

export type LeakTest = (answer: Answer, asked: Example) => boolean;

/**
 * Whether a model's answer gives away what another customer said or was told: personal data that stands neither in the
 * conversation nor in the pages, or words that staff wrote in one case alone.
 */
export function leakTest(
  train: readonly Example[],
  knowledge: Pick<Knowledge, "passage">,
  rules: RedactionRules,
): LeakTest {
  const { cases, common } = caseSentences(train, (id) => knowledge.passage(id)?.text);
  const prints = new Set(casePrints(cases, common));
  return ({ route, text, record }, { messages }) => {
    if (route !== "tuned" && route !== "combined") return false;
    const passages = record.passages.flatMap(({ id }) => knowledge.passage(id)?.text ?? []);
    const sources = [...messages.map(({ content }) => content), ...passages];
    const personal = findPersonalData([text], rules)[0]!.map(({ start, end }) => text.slice(start, end));
    const foreign = personal.some((own) => !sources.some((source) => source.includes(own)));
    return foreign || repeatsCase(text, prints, sources);
  };
}
