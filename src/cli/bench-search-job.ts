import { monitorEventLoopDelay } from "node:perf_hooks";
import { indexKnowledge } from "../search/index-knowledge.ts";
import { knowledgeSource } from "../search/open-knowledge.ts";
import { shippedAids } from "../search/shipped-aids.ts";
import { ENGINES, type Engine } from "./bench-engines.ts";
import { type BenchQuestion, questionsFrom, storedPages, syntheticPages } from "./bench-pages.ts";

/** One measurement, in a process of its own so that its memory is its own. */
export type Job =
  | { kind: "build"; pages: PagesOf; folder: string }
  | { kind: "serve"; pages: PagesOf; folder: string; questions: number }
  | { kind: "peer"; engine: string; pages: PagesOf; questions: number };

/** A share of an ingested folder, or so many synthetic passages. */
export type PagesOf = { folder: string; share: number } | { synthetic: number };

export type Figures = Record<string, number>;

process.once("message", async (job: Job) => {
  process.send!(await run(job));
  process.disconnect();
});

async function run(job: Job): Promise<Figures> {
  if (job.kind === "build") return build(job);
  if (job.kind === "serve") {
    const started = performance.now();
    const aids = shippedAids();
    const aidsMs = performance.now() - started;
    const knowledge = knowledgeSource(() => job.folder, { aids }).current();
    const openMs = performance.now() - started - aidsMs;
    const ask = async (text: string) =>
      (await knowledge.search({ text, limit: 30 })).hits.map(({ passage }) => passage.path);
    return { openMs, ...(await asked({ ask }, questionsOf(job))) };
  }
  const engine = await ENGINES[job.engine]!(pagesOf(job.pages));
  return { indexSeconds: engine.indexSeconds, ...(await asked(engine, questionsOf(job))) };
}

async function build({ pages, folder }: Extract<Job, { kind: "build" }>): Promise<Figures> {
  const before = process.cpuUsage();
  const report = await indexKnowledge({ folder, pages: pagesOf(pages), aids: { ...shippedAids(), probes: [] } });
  const { user, system } = process.cpuUsage(before);
  return {
    pages: report.pages,
    passages: report.passages,
    indexSeconds: report.indexSeconds,
    cpuSeconds: (user + system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

const pagesOf = (pages: PagesOf) =>
  "synthetic" in pages ? syntheticPages(pages.synthetic) : storedPages(pages.folder, pages.share);

function questionsOf({ pages, questions }: { pages: PagesOf; questions: number }): BenchQuestion[] {
  const all = "synthetic" in pages ? syntheticPages(questions * 10) : pagesOf(pages);
  const drawn = questionsFrom(all, 1);
  const step = Math.max(1, Math.floor(drawn.length / questions));
  return drawn.filter((_, rank) => rank % step === 0).slice(0, questions);
}

/** A tenth warms up; the rest is measured one after the other. */
async function asked(engine: Engine, questions: BenchQuestion[]): Promise<Figures> {
  for (const { text } of questions.filter((_, rank) => rank % 10 === 0)) await engine.ask(text);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  const hits = { first: 0, tenth: 0 };
  const before = process.cpuUsage();
  delay.enable();
  for (const { text, path } of questions) {
    const started = performance.now();
    const paths = [...new Set(await engine.ask(text))];
    times.push(performance.now() - started);
    if (paths[0] === path) hits.first++;
    if (paths.slice(0, 10).includes(path)) hits.tenth++;
    await new Promise(setImmediate);
  }
  delay.disable();
  const { user, system } = process.cpuUsage(before);
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return {
    queryMsP50: at(0.5),
    queryMsP95: at(0.95),
    queryCpuMs: (user + system) / 1000 / Math.max(1, questions.length),
    loopDelayMsP99: delay.percentile(99) / 1e6,
    megabytes: process.memoryUsage().rss / 2 ** 20,
    "hit@1": hits.first / Math.max(1, questions.length),
    "hit@10": hits.tenth / Math.max(1, questions.length),
  };
}
