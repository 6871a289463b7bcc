import { processParser } from "../../ingest/process-parser.ts";
import { HOSTILE_FILES } from "./hostile-files.ts";
import { someOf } from "./inputs.ts";
import { type AttackReport, attackLog, inTime } from "./report.ts";

/** A third of what an ingest gives a page: what is a trap takes all of it. */
const TIME_LIMIT_MS = 20_000;
const MEMORY_LIMIT_MB = 512;

/** Each file is read as an ingest reads it: a page or a reason comes of it, in time, and the next one is read. */
export async function attackWithFiles(cases: number | null, random: () => number): Promise<AttackReport> {
  const log = attackLog("files");
  const parser = processParser({ processes: 1, timeLimit: TIME_LIMIT_MS, memoryLimit: MEMORY_LIMIT_MB });
  for (const { name, path, bytes } of someOf(HOSTILE_FILES, cases, random)) {
    const reading = parser.parse(path, bytes());
    const read = await inTime(reading, 3 * TIME_LIMIT_MS, name).catch((error: Error) => error);
    if (read instanceof Error) log.problem(`${name}: ${read.message}`);
    else if ("reason" in read) log.ended(`skipped: ${read.reason.replace(/\d{4,}/g, "…").slice(0, 60)}`);
    else log.ended("read");
    log.check(!JSON.stringify(read).includes("root:x:"), `${name}: a file of the machine was read`);
    const next = await parser.parse("next.md", Buffer.from("Text."));
    log.check("passages" in next, `${name}: the next file was not read`);
  }
  await parser.close();
  return log.report();
}
