import { type DestinationStream, type Logger, pino } from "pino";

/**
 * Structured lines for machines. Faults are logged by name and place: their messages may quote what a customer wrote,
 * as those of JSON.parse do.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino({ level, serializers: { err: describeFault } }, destination);
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
