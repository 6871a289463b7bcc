import { randomInt } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UsageError, wholeNumber } from "./command-line.ts";
import { aboutThisRun, reportPage } from "./report-page.ts";

/** What the programs that break things on purpose do alike: choosing, seeding, a folder for each kind, telling. */

/** How the inputs or faults of one kind ended, and one line for each broken promise. */
export type Outcome = { kind: string; ended: Record<string, number>; problems: string[] };

/** `all` stands for `several`; `alone`: what is run by its own name only. Throws UsageError. */
export function chosenKinds(words: readonly string[], several: readonly string[], alone: readonly string[] = []) {
  const [kind = ""] = words;
  const names = [...several, ...alone];
  if (words.length !== 1 || !(names.includes(kind) || kind === "all")) {
    throw new UsageError(`Name one of ${names.join(", ")} or all.`);
  }
  return { kind, names: kind === "all" ? several : [kind] };
}

/** The one given, or a new one; said in any case, so that a run that fails can be repeated. */
export function seedFrom(value: string | undefined): number {
  const seed = value === undefined ? randomInt(2 ** 31) : wholeNumber("seed", value);
  say(`Seed ${seed}.`);
  return seed;
}

/** One kind after the other, each in an empty folder of its own, which is left where a promise was broken. */
export async function inFolders<Report extends Outcome>(
  program: string,
  names: readonly string[],
  run: (name: string, folder: string) => Promise<Report>,
): Promise<Report[]> {
  const reports: Report[] = [];
  for (const name of names) {
    const folder = mkdtempSync(join(tmpdir(), `switchboard-${program}-${name}-`));
    const report = await run(name, folder);
    if (report.problems.length === 0) rmSync(folder, { recursive: true });
    else say(`What was broken is left in ${folder}`);
    reports.push(report);
  }
  return reports;
}

export type Telling<Report extends Outcome> = {
  title: string;
  /** What repeats the run. */
  command: string;
  result: { seed: number; kinds: Report[] };
  /** After the seed, before the number of problems. */
  amount: string;
  columns: { head: readonly string[]; of: (report: Report) => readonly (string | number)[] };
  /** Lines of problems that an error shows. */
  most: number;
};

/** Prints and writes what came of it. Throws when a promise was broken. */
export function tellOutcome<Report extends Outcome>(
  { title, command, result, amount, columns, most }: Telling<Report>,
  { report, json }: { report?: string; json?: boolean },
): void {
  const problems = result.kinds.flatMap((one) => one.problems);
  const table = tableOf(result.kinds, columns);
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${table}\n`);
  if (report) {
    const intro = `${aboutThisRun()}, seed ${result.seed}${amount}, ${problems.length} problems.`;
    mkdirSync(resolve(report, ".."), { recursive: true });
    writeFileSync(`${resolve(report)}.md`, reportPage(title, command, intro, table));
  }
  if (problems.length > 0) {
    throw new Error(`${problems.length} promises broken:\n${problems.slice(0, most).join("\n")}`);
  }
}

/** As Markdown has it. */
function tableOf<Report extends Outcome>(kinds: readonly Report[], { head, of }: Telling<Report>["columns"]): string {
  const rows = kinds.map((one) => `| ${of(one).join(" | ")} |`);
  return [`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...rows].join("\n");
}

export const endsOf = ({ ended }: Outcome): string =>
  Object.entries(ended)
    .map(([end, count]) => `${end} (${count})`)
    .join(", ");

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
