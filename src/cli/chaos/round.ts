/** What one fault came to: `mended`, `refused`, … counted in the report, and one line for each broken promise. */
export type RoundResult = { ended: string; problems: string[] };

/** A stage that was set up once and is harmed again and again. */
export type ChaosStage = {
  round(random: () => number): Promise<RoundResult>;
  close(): Promise<void>;
};

/** Sets up a stage below `folder`, an empty one of its own. */
export type ChaosKind = (folder: string) => Promise<ChaosStage>;

export type KindReport = { kind: string; rounds: number; ended: Record<string, number>; problems: string[] };

/** Every round draws from the same sequence, so that a seed repeats all of them. Stops a kind at its first problem. */
export async function chaosRounds(
  kind: string,
  stage: ChaosStage,
  { rounds, random, say }: { rounds: number; random: () => number; say: (line: string) => void },
): Promise<KindReport> {
  const report: KindReport = { kind, rounds: 0, ended: {}, problems: [] };
  while (report.rounds < rounds && report.problems.length === 0) {
    const { ended, problems } = await stage.round(random);
    report.rounds += 1;
    report.ended[ended] = (report.ended[ended] ?? 0) + 1;
    report.problems.push(...problems.map((problem) => `${kind}, round ${report.rounds}: ${problem}`));
  }
  await stage.close();
  say(`${kind}: ${report.rounds} rounds, ${report.problems.length} problems.`);
  return report;
}

/** One of them, each as likely. */
export function oneOf<T>(choices: readonly T[], random: () => number): T {
  return choices[Math.floor(random() * choices.length)]!;
}
