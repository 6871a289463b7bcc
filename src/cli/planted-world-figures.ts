import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Answer, AnswerQuestion } from "../answer/answer-question.ts";
import { composeAnswers, liveKnowledge } from "../compose-answers.ts";
import { tunedReplies } from "../compose-tuned.ts";
import type { Config } from "../config.ts";
import { readTunedModel } from "../intents/tuned-model.ts";
import { modelFolder, type Registry, readRegistry } from "../models/registry.ts";
import { replyFigures } from "../score/reply-verdicts.ts";
import { defaultEmbedder } from "../search/static-embedder.ts";
import type { PlantedWorld } from "./planted-world.ts";
import type { EvaluationQuestion } from "./questions-file.ts";

/** Shares are of 1. */
export type Figures = {
  seed: number;
  promoted: number;
  /** Of the test questions whose intent has a reply: given that reply, another one, none. */
  exact: number | null;
  wrong: number | null;
  none: number | null;
  /** Of the other intents' questions: answered by a reply all the same. */
  othersCaught: number | null;
  /** Documentation questions: answered by a reply; cited a relevant page before and do not now; the reverse. */
  docs: { questions: number; caught: number; lost: number; won: number };
  /** Exact replies where the threshold is moved until this share of the other intents' questions is caught. */
  tradeOff: { caught: number; exact: number; wrong: number }[];
  /** Files below the data folder, and answers, that hold planted personal data. */
  personalFound: string[];
  /** The same for codes that belong to one customer: in answers and in models. */
  casesFound: string[];
};

/** Asks everything by the path that customers are answered by, with and without what was promoted. */
export async function figuresOf(
  config: Config,
  world: PlantedWorld,
  documented: readonly EvaluationQuestion[],
): Promise<Omit<Figures, "seed" | "promoted">> {
  const registry = readRegistry(config.dataDir);
  const before = await deskWith(config, { ...registry, serving: {} });
  const after = await deskWith(config, registry);

  const known = await askAll(
    world.known.map(({ text }) => text),
    after,
  );
  const others = await askAll(world.others, after);
  const asked = documented.map(({ question }) => question);
  const [docsBefore, docsAfter] = [await askAll(asked, before), await askAll(asked, after)];

  const figures = replyFigures([
    ...known.map(({ route, text }, at) => ({ reply: world.known[at]!.reply, route, text })),
    ...others.map(({ route, text }) => ({ reply: undefined, route, text })),
  ]);
  const texts = [...known, ...others, ...docsAfter].map(({ text }) => text);
  return {
    exact: figures.replyExact,
    wrong: figures.replyWrong,
    none: figures.replyNone,
    othersCaught: figures.tunedOnDocs,
    docs: docsFigures(documented, docsBefore, docsAfter),
    tradeOff: await tradeOff(config, registry, world),
    personalFound: [...filesWith(config.dataDir, "", world.personal), ...answersWith(texts, world.personal)],
    casesFound: [...filesWith(config.dataDir, "models", world.cases), ...answersWith(texts, world.cases)],
  };
}

const deskWith = async (config: Config, registry: Registry): Promise<AnswerQuestion> =>
  composeAnswers(config, { knowledge: await liveKnowledge(config), tuned: tunedReplies(config, () => registry) });

async function askAll(texts: readonly string[], desk: AnswerQuestion): Promise<Answer[]> {
  const answers: Answer[] = [];
  const quiet = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  for (const text of texts) answers.push(await desk({ text, history: [] }, quiet));
  return answers;
}

function docsFigures(questions: readonly EvaluationQuestion[], before: readonly Answer[], after: readonly Answer[]) {
  const right = ({ citations }: Answer, { relevant }: EvaluationQuestion) =>
    citations.some(({ path }) => relevant.some((page) => page.split("#")[0] === path));
  const changed = (was: boolean) =>
    questions.filter((question, at) => right(before[at]!, question) === was && right(after[at]!, question) !== was);
  const caught = after.filter(({ route }) => route === "tuned").length;
  return { questions: questions.length, caught, lost: changed(true).length, won: changed(false).length };
}

const CAUGHT = [0.02, 0.05, 0.08, 0.12];

/** Of the model that serves most intents. Empty where nothing was promoted. */
async function tradeOff(config: Config, { serving }: Registry, { known, others }: PlantedWorld) {
  const id = Object.values(serving)[0]?.model;
  if (id === undefined) return [];

  const { classifier, replies } = readTunedModel(modelFolder(config.dataDir, id), id, defaultEmbedder(config.root));
  const judge = async (text: string) => {
    const { ranked, belonging } = await classifier.classify(text);
    return { belonging, replies: (replies[ranked[0]!.intent] ?? []).map((reply) => reply.text) };
  };
  const strangers: number[] = [];
  for (const text of others) strangers.push((await judge(text)).belonging);
  strangers.sort((one, other) => other - one);
  const own: { belonging: number; right: boolean }[] = [];
  for (const { text, reply } of known) {
    const { belonging, replies: given } = await judge(text);
    own.push({ belonging, right: given.includes(reply) });
  }

  return CAUGHT.map((caught) => {
    const threshold = strangers[Math.floor(caught * strangers.length)] ?? 0;
    const served = own.filter(({ belonging }) => belonging > threshold);
    const exact = served.filter(({ right }) => right).length;
    return { caught, exact: exact / own.length, wrong: (served.length - exact) / own.length };
  });
}

function filesWith(dataDir: string, folder: string, planted: readonly string[]): string[] {
  return readdirSync(join(dataDir, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((name) => statSync(join(dataDir, name)).isFile())
    .filter((name) => {
      const content = readFileSync(join(dataDir, name), "latin1");
      return planted.some((secret) => content.includes(secret));
    });
}

const answersWith = (texts: readonly string[], planted: readonly string[]) =>
  texts.filter((text) => planted.some((secret) => text.includes(secret))).map((text) => `answer: ${text}`);
