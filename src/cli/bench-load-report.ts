import type { LoadRun } from "./bench-load-phases.ts";
import type { Vitals } from "./bench-load-server.ts";
import { type SoakSample, soakLines } from "./bench-load-soak.ts";
import { reportPage } from "./report-page.ts";

export type Sample = { at: number; rssMb: number };

export type Measured = {
  command: string;
  /** Commit and machine. */
  about: string;
  seed: number;
  seconds: number;
  run: LoadRun;
  /** Where asking begins and ends. */
  before: Vitals;
  after: Vitals;
  /** The generator's own share. */
  generator: { cpuSeconds: number; loopP99Ms: number };
  samples: Sample[];
  /** None unless it was asked for. */
  soak: SoakSample[];
};

/** One row of figures by name; milliseconds are rounded to a tenth. */
export type LoadFigures = Readonly<Record<string, number>>;

export function figuresOf({ run, before, after, generator, seconds, samples }: Measured): LoadFigures {
  const { book } = run;
  const ack = book.ack.map(({ ms }) => ms);
  const wall = (run.to - run.from) / 1_000;
  return {
    connected: run.connected,
    asked: run.asked,
    acknowledged: run.acknowledged,
    asksPerSecond: tenth(run.asked / (seconds || 1)),
    reconnected: run.reconnected,
    sessionMsP50: quantile(book.session, 0.5),
    sessionMsP99: quantile(book.session, 0.99),
    ackMsP50: quantile(ack, 0.5),
    ackMsP95: quantile(ack, 0.95),
    ackMsP99: quantile(ack, 0.99),
    firstDeltaMsP50: quantile(book.firstDelta, 0.5),
    firstDeltaMsP99: quantile(book.firstDelta, 0.99),
    endMsP50: quantile(book.end, 0.5),
    endMsP99: quantile(book.end, 0.99),
    bytesPerAnswer: Math.round(quantile(book.bytesPerAnswer, 0.5)),
    loopMsP99: tenth(after.loopP99Ms),
    loopMsMax: tenth(after.loopMaxMs),
    rssMb: Math.round(Math.max(after.rssMb, ...samples.map(({ rssMb }) => rssMb))),
    serverCpuPercent: tenth(((after.cpuSeconds - before.cpuSeconds) / wall) * 100),
    serverCpuMsPerQuestion: tenth(((after.cpuSeconds - before.cpuSeconds) * 1_000) / (run.asked || 1)),
    generatorCpuPercent: tenth((generator.cpuSeconds / wall) * 100),
    generatorLoopMsP99: tenth(generator.loopP99Ms),
    problems: run.problems.length,
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return tenth(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

export function tableOf(figures: LoadFigures, errors: ReadonlyMap<string, number>): string {
  const rows = [...Object.entries(figures), ...[...errors].map(([what, count]) => [`error: ${what}`, count] as const)];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n")}\n`;
}

/** The report as a page of Markdown that shows `plot`, the file beside it. */
export function reportOf(measured: Measured, figures: LoadFigures, plot: string): string {
  const rows = Object.entries(figures).map(([name, value]) => `| ${name} | ${value.toLocaleString("en")} |`);
  const errors = [...measured.run.book.errors].map(([what, count]) => `| ${what} | ${count} |`);
  const { about, command, seed, seconds } = measured;
  const intro = `${about}, seed ${seed}. Times of customers run from when a question was due.
The delay of the event loop, CPU and errors are those of the ${seconds} seconds of asking.`;
  const tables = ["| figure | value |\n|---|---|", ...rows];
  if (errors.length > 0) tables.push("\n| error | count |\n|---|---|", ...errors);
  if (measured.soak.length > 0) tables.push("", ...soakLines(measured.soak).map((line) => `- ${line}`));
  tables.push(`\n![Acknowledgements and memory over time](${plot})`);
  return reportPage("Load", command, intro, tables.join("\n"));
}

const SIZE = { width: 720, height: 300, left: 60, right: 60, top: 30, bottom: 40 };

/** 99th percentile of the acknowledgement in each second (left axis) and resident memory (right axis). */
export function loadPlot({ run, samples, soak }: Measured): string {
  const acks = new Map<number, number[]>();
  for (const { at, ms } of run.book.ack) {
    const second = Math.floor((at - run.from) / 1_000);
    acks.set(second, [...(acks.get(second) ?? []), ms]);
  }
  const p99 = [...acks].map(([second, ms]) => ({ x: second, y: quantile(ms, 0.99) })).sort((a, b) => a.x - b.x);
  const memory = samples.map(({ at, rssMb }) => ({ x: (at - run.from) / 1_000, y: rssMb }));
  const heap = soak.map(({ at, heapMb }) => ({ x: (at - run.from) / 1_000, y: heapMb }));
  const seconds = [...p99, ...memory].map(({ x }) => x);
  const x = scale(Math.min(0, ...seconds), Math.max(1, ...seconds), SIZE.left, SIZE.width - SIZE.right);
  const [ackTop, memoryTop] = [p99, memory].map((line) => niceTop(Math.max(1, ...line.map(({ y }) => y))));
  const bottom = SIZE.height - SIZE.bottom;
  const line = (points: { x: number; y: number }[], top: number, colour: string) => {
    const y = scale(0, top, bottom, SIZE.top);
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points.map((point) => `${x(point.x)},${y(point.y)}`).join(" ")}"/>`;
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" font-size="12">
<title>Acknowledgements and memory over time</title>
<rect width="100%" height="100%" fill="#fff"/>
<path d="M${SIZE.left} ${SIZE.top}V${bottom}H${SIZE.width - SIZE.right}V${SIZE.top}" fill="none" stroke="#9ca3af"/>
${line(p99, ackTop!, "#2563eb")}
${line(memory, memoryTop!, "#d97706")}
${line(heap, memoryTop!, "#059669")}
<g fill="#2563eb"><text x="${SIZE.left}" y="18">ack p99, ms (top: ${ackTop})</text></g>
<g fill="#d97706" text-anchor="end"><text x="${SIZE.width - SIZE.right}" y="18">resident memory, MB (top: ${memoryTop})</text></g>
<g fill="#059669" text-anchor="end"><text x="${SIZE.width - SIZE.right}" y="33">${heap.length > 0 ? "heap after a collection, MB" : ""}</text></g>
<g fill="#374151" text-anchor="middle"><text x="${x(0)}" y="${bottom + 18}">asking begins</text><text x="${SIZE.width / 2}" y="${SIZE.height - 6}">seconds</text></g>
</svg>
`;
}

function scale(least: number, most: number, from: number, to: number): (value: number) => number {
  return (value) => Math.round((from + ((value - least) / (most - least || 1)) * (to - from)) * 10) / 10;
}

/** The next of 1, 2, 5 times a power of ten. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= value)!;
}
