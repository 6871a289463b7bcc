import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { projectRoot } from "../config.ts";
import { type LoadPlan, type LoadRun, runLoad } from "./bench-load-phases.ts";
import { figuresOf, loadPlot, type Measured, reportOf, type Sample, tableOf } from "./bench-load-report.ts";
import { type MeasuredServer, startMeasured, type Vitals } from "./bench-load-server.ts";
import { type Soak, soakLines, soakTrends, startSoak } from "./bench-load-soak.ts";
import { runCommand, UsageError, type ValuesOf, wholeNumber } from "./command-line.ts";
import { readQuestions } from "./questions-file.ts";
import { aboutThisRun } from "./report-page.ts";

const help = `
Usage: npm run bench -- load [options]

Starts a server of its own and lets thousands of customers connect, ask, lose their connections and come back, from
this process. In the end every one of them looks at its whole conversation: nothing acknowledged may be missing or
doubled, and every question has one answer. Linux counts one open file for each connection: see ulimit -n.

  --clients N      customers who are connected (default: 1000)
  --rate N         questions a second, over all of them (default: 50; 0: they only stay connected)
  --seconds N      how long they ask, at most 3600 (default: 20)
  --arrivals N     connections a second while they come (default: 500)
  --reconnects N   connections a second that are cut and made again meanwhile (default: 5)
  --knowledge DIR  documentation that answers (default: the handbook)
  --questions FILE questions that are asked, JSON Lines with "question" (default: those of the demo)
  --seed N         who asks what, and who loses its connection (default: 1)
  --report NAME    write NAME.md and NAME.svg, too
  --profile DIR    write a CPU profile of the server there
  --soak N         every N seconds collect the server's garbage (which holds everybody up for a moment) and look at its
                   heap, handles and memory; in the end say whether they are flat, after a third of the time to warm up
  --json           print one JSON object: the figures, errors and problems
`;

const options = {
  clients: { type: "string" },
  rate: { type: "string" },
  seconds: { type: "string" },
  arrivals: { type: "string" },
  reconnects: { type: "string" },
  knowledge: { type: "string" },
  questions: { type: "string" },
  seed: { type: "string" },
  report: { type: "string" },
  profile: { type: "string" },
  soak: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> =>
  runCommand({ help, options, run: (values) => run(values, argv) }, argv);

type Values = ValuesOf<typeof options>;

const LONGEST_SECONDS = 3_600;

async function run(values: Values, argv: string[]): Promise<void> {
  const plan = planOf(values);
  const folder = mkdtempSync(join(tmpdir(), "switchboard-load-"));
  const knowledge = resolve(values.knowledge ?? join(projectRoot(), "knowledge"));
  const flags = [
    ...(values.profile ? ["--cpu-prof", `--cpu-prof-dir=${resolve(values.profile)}`] : []),
    ...(values.soak ? ["--inspect=127.0.0.1:0"] : []),
  ];
  try {
    const server = await startMeasured(knowledge, folder, flags);
    const soakSeconds = values.soak ? Math.max(1, wholeNumber("soak", values.soak)) : null;
    const taken = await measure(server, plan, soakSeconds).finally(() => server.stop());
    const command = `npm run bench -- load ${argv.join(" ")}`;
    tell({ about: aboutThisRun(), command, seed: plan.seed, seconds: plan.seconds, ...taken }, values);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Plan = Omit<LoadPlan, "url" | "now" | "onPhase">;

function planOf(values: Values): Plan {
  const number = (name: keyof typeof options & keyof Values, fallback: number) =>
    values[name] === undefined ? fallback : wholeNumber(name, String(values[name]));
  const seconds = number("seconds", 20);
  if (seconds > LONGEST_SECONDS) throw new UsageError(`--seconds must be at most ${LONGEST_SECONDS}.`);
  return {
    seconds,
    clients: number("clients", 1_000),
    rate: number("rate", 50),
    arrivals: number("arrivals", 500),
    reconnects: number("reconnects", 5),
    seed: number("seed", 1),
    questions: values.questions ? readQuestions(values.questions).map(({ question }) => question) : demoQuestions(),
  };
}

function demoQuestions(): string[] {
  const file = join(projectRoot(), "src", "cli", "demo-questions.json");
  const intents = JSON.parse(readFileSync(file, "utf8")) as Record<string, { asks: string[] }>;
  return Object.values(intents).flatMap(({ asks }) => asks);
}

type Taken = Pick<Measured, "run" | "before" | "after" | "generator" | "samples" | "soak">;

async function measure(server: MeasuredServer, plan: Plan, soakSeconds: number | null): Promise<Taken> {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  const samples: Sample[] = [];
  const sampling = setInterval(() => {
    const rssMb = server.rssNow();
    if (rssMb !== null) samples.push({ at: performance.now(), rssMb });
  }, 1_000);
  let [before, after]: (Vitals | null)[] = [null, null];
  let cpu = process.cpuUsage();
  let soak = null as Soak | null;
  const now = () => performance.now();

  const onPhase: LoadPlan["onPhase"] = async (phase) => {
    process.stderr.write(`${phase} …\n`);
    if (phase === "asking") {
      before = await server.vitals();
      cpu = process.cpuUsage();
      delay.enable();
      if (soakSeconds) soak = startSoak(await server.inspect(), soakSeconds, { now, rssNow: server.rssNow });
    }
    if (phase !== "settling") return;
    await soak?.end();
    cpu = process.cpuUsage(cpu);
    delay.disable();
    after = await server.vitals();
  };
  const load: LoadRun = await runLoad({ ...plan, url: server.url, now, onPhase });
  clearInterval(sampling);
  const generator = { cpuSeconds: (cpu.user + cpu.system) / 1e6, loopP99Ms: delay.percentile(99) / 1e6 };
  return { run: load, before: before!, after: after!, generator, samples, soak: soak?.samples ?? [] };
}

function tell(measured: Measured, { report, json }: Values): void {
  const figures = figuresOf(measured);
  const { soak } = measured;
  const { problems, book } = measured.run;
  const errors = Object.fromEntries(book.errors);
  const trends = soak.length > 0 ? { soak: soakTrends(soak) } : {};
  const lines = soak.length > 0 ? soakLines(soak).map((line) => `${line}\n`) : [];
  const table = [tableOf(figures, book.errors), ...lines].join("");
  process.stdout.write(json ? `${JSON.stringify({ ...figures, errors, problems, ...trends })}\n` : table);
  if (report) writeReport(report, measured);
  if (problems.length > 0) throw new Error(`${problems.length} promises broken:\n${problems.slice(0, 20).join("\n")}`);
}

function writeReport(name: string, measured: Measured): void {
  mkdirSync(resolve(name, ".."), { recursive: true });
  const plot = `${resolve(name)}.svg`;
  writeFileSync(plot, loadPlot(measured));
  writeFileSync(`${resolve(name)}.md`, reportOf(measured, figuresOf(measured), plot.split("/").at(-1)!));
}
