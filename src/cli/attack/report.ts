/** What came of one kind of attack: how many inputs, how they ended, and one line for each broken promise. */
export type AttackReport = { kind: string; inputs: number; ended: Record<string, number>; problems: string[] };

export type AttackLog = {
  /** One input ended like this. */
  ended(how: string): void;
  problem(line: string): void;
  /** A problem unless it holds. */
  check(holds: boolean, line: string): void;
  report(): AttackReport;
};

/** Beyond this many one has to look for the cause rather than at the next line. */
const MOST_PROBLEMS = 50;

export function attackLog(kind: string): AttackLog {
  const ended: Record<string, number> = {};
  const problems: string[] = [];
  let inputs = 0;
  const problem = (line: string) => {
    if (problems.length < MOST_PROBLEMS) problems.push(`${kind}: ${line}`);
  };

  return {
    ended(how) {
      inputs += 1;
      ended[how] = (ended[how] ?? 0) + 1;
    },
    problem,
    check(holds, line) {
      if (!holds) problem(line);
    },
    report: () => ({ kind, inputs, ended, problems }),
  };
}

/** An input as it can be shown in a report: short, and without signs that do something. */
export function shown(text: string): string {
  const quoted = JSON.stringify(text.slice(0, 60)).replace(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16)}`,
  );
  return text.length > 60 ? `${quoted} and ${text.length - 60} more` : quoted;
}

/** The value, or a named problem when it takes longer than it may. */
export async function inTime<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLongError(`${what} took longer than ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export class TookTooLongError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TookTooLongError";
  }
}
