/** What one fault came to: `mended`, `refused`, … counted in the report, and one line for each broken promise. */
export type RoundResult = { ended: string; problems: string[] };

/** A stage that was set up once and is harmed again and again. */
export type ChaosStage = {
  round(random: () => number): Promise<RoundResult>;
  close(): Promise<void>;
};

/** What is broken: tests run the sources, the command line what was built. */
export type ChaosMeans = {
  /** What node runs as the server; it announces "Open http://…" on stderr when it listens. */
  server: string[];
  /** What node runs before a command line's name and arguments. */
  command: string[];
  /** Customers who ask all the time, each with a conversation and a socket. */
  sockets: number;
};

/** Sets up a stage below `folder`, an empty one of its own. */
export type ChaosKind = (folder: string, means: ChaosMeans) => Promise<ChaosStage>;

export type KindReport = {
  kind: string;
  rounds: number;
  ended: Record<string, number>;
  problems: string[];
  seconds: number;
};

/** Every round draws from the same sequence, so that a seed repeats all of them. Stops a kind at its first problem. */
export async function chaosRounds(
  kind: string,
  open: () => Promise<ChaosStage>,
  { rounds, random, say }: { rounds: number; random: () => number; say: (line: string) => void },
): Promise<KindReport> {
  const report: KindReport = { kind, rounds: 0, ended: {}, problems: [], seconds: 0 };
  const started = performance.now();
  const note = (problem: string) => void report.problems.push(`${kind}, round ${report.rounds}: ${problem}`);
  try {
    const stage = await open();
    await roundsOn(stage, report, { rounds, random, note }).catch((fault) => note(stackOf(fault)));
    await stage.close();
  } catch (fault) {
    note(stackOf(fault));
  }
  report.seconds = Math.round((performance.now() - started) / 1_000);
  say(`${kind}: ${report.rounds} rounds in ${report.seconds} s, ${report.problems.length} problems.`);
  return report;
}

async function roundsOn(
  stage: ChaosStage,
  report: KindReport,
  { rounds, random, note }: { rounds: number; random: () => number; note: (problem: string) => void },
): Promise<void> {
  while (report.rounds < rounds && report.problems.length === 0) {
    report.rounds += 1;
    const { ended, problems } = await stage.round(random);
    report.ended[ended] = (report.ended[ended] ?? 0) + 1;
    problems.forEach(note);
  }
}

const stackOf = (fault: unknown): string => (fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));

/** One of them, each as likely. */
export function oneOf<T>(choices: readonly T[], random: () => number): T {
  return choices[Math.floor(random() * choices.length)]!;
}
