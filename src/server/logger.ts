import { type DestinationStream, type Logger, pino } from "pino";
import { isDiskFull } from "../conversations/full-disk.ts";

export type RedactText = (text: string) => string;

/**
 * Structured lines for machines. Faults are logged by name and place: their messages may quote what a customer wrote,
 * as those of JSON.parse do. Every message and every field of words passes `redactText` (a model server's complaint may
 * quote a question); ids stay as they are, because they are what a line is found by.
 */
export function createLogger(level: string, redactText: RedactText, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      serializers: { err: describeFault },
      formatters: { log: (fields) => redactWords(fields, redactText) },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((arg: unknown) => (typeof arg === "string" ? redactText(arg) : arg)) as typeof args,
          );
        },
      },
    },
    destination,
  );
}

/** A full disk is told once by who watches it; told again with each message it would fill the log as well. */
export function logFault(
  logger: Pick<Logger, "error" | "debug">,
  line: Record<"err", unknown> & Record<string, unknown>,
  message: string,
): void {
  if (isDiskFull(line.err)) logger.debug(line, message);
  else logger.error(line, message);
}

/** Words, or an address without any, as in a path; everything else is an id, a code or a name of ours. */
const SAID = /[\s@]|%40/i;

function redactWords(fields: Record<string, unknown>, redactText: RedactText): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) => {
    return [name, typeof value === "string" && SAID.test(value) ? redactText(value.replaceAll("%40", "@")) : value];
  });
  return Object.fromEntries(entries);
}

function describeFault(fault: unknown): { name: string; code?: unknown; frames?: string[]; cause?: unknown } {
  if (!(fault instanceof Error)) return { name: typeof fault };

  const frames = (fault.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const { code } = fault as { code?: unknown };
  return {
    name: fault.name,
    ...(code !== undefined && { code }),
    frames: frames.slice(0, 8).map((line) => line.trim()),
    ...(fault.cause !== undefined && { cause: describeFault(fault.cause) }),
  };
}
