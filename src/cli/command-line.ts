import { type ParseArgsConfig, parseArgs } from "node:util";
import { keepFilesToOwner } from "./own-files.ts";

/** Wrong flags or arguments: said in one line below the help text, exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

export type Command<Options extends NonNullable<ParseArgsConfig["options"]>> = {
  help: string;
  options: Options;
  run: (values: ValuesOf<Options>, words: string[]) => Promise<void>;
};

/** What was given for each option of a table. */
export type ValuesOf<Options extends NonNullable<ParseArgsConfig["options"]>> = {
  [Name in keyof Options]?: Options[Name] extends { type: "boolean" }
    ? boolean
    : Options[Name] extends { multiple: true }
      ? string[]
      : string;
};

/** Parses, runs, turns errors into exit codes: 0 ran, 1 failed, 2 wrong usage. Only results go to stdout. */
export async function runCommand<Options extends NonNullable<ParseArgsConfig["options"]>>(
  { help, options, run }: Command<Options>,
  argv: string[],
): Promise<number> {
  keepFilesToOwner();
  try {
    if (argv.includes("--help") || argv.includes("-h")) {
      process.stdout.write(`${help.trim()}\n`);
      return 0;
    }
    const { values, positionals } = parse(argv, options);
    await run(values, positionals);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) {
      process.stderr.write(`${withoutControls(error instanceof Error ? error.message : String(error))}\n`);
      return 1;
    }
    // Last, where the terminal's own place is: some help texts are longer than the screen.
    process.stderr.write(`${help.trim()}\n\n${withoutControls(error.message)}\n`);
    return 2;
  }
}

/** A message may quote files and servers, whose control characters would act on the terminal. */
export const withoutControls = (text: string): string => text.replace(/[^\P{Cc}\n]|\p{Cf}/gu, " ");

function parse<Options extends NonNullable<ParseArgsConfig["options"]>>(argv: string[], options: Options) {
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true, strict: true });
    return { values: values as ValuesOf<Options>, positionals };
  } catch (error) {
    throw new UsageError(withoutAside(error instanceof Error ? error.message : String(error)));
  }
}

/** Node explains at length what none of these commands has: arguments that begin with a dash. */
const withoutAside = (message: string) => message.replace(/\. To specify a positional argument .*$/s, ".");

/** The value of an option that takes a whole number from 0. Throws UsageError. */
export function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,10}$/.test(value)) throw new UsageError(`--${name} must be a whole number.`);
  return Number(value);
}
